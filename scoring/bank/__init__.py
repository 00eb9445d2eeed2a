"""The questions: how one is written, read from files and pages, and checked."""
