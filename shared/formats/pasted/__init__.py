"""How a pasted page is read: lines and words, the main text, the head of the article, the blocks beside it."""
