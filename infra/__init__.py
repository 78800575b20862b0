"""What runs Copydesk around the functions: nested stacks, the local stack, checks."""
