"""One module for each format that editorial systems send, and the registry that finds the right one."""
