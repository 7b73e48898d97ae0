"""What is said when somebody stops ppitui in the middle: true of a question as of a form half filled in."""

STOPPED = "Stopped. What was said to be saved is saved; what was being typed is not."
