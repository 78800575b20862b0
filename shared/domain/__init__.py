"""What an article, a version and a search are: pure values and rules, no AWS, no HTTP, no clock."""
