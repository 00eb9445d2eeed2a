"""What scores an answer by machine: Claude, or the offline judge; `verdict` is what they return."""
