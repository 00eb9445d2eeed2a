"""Scoring without Slack or a database: the rubric, the bank of questions, the judges, and statistics of agreement."""
