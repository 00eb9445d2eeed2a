"""Proposes what the draft of a question lacks, by rule or by Claude; every proposal is marked for a person to check."""
