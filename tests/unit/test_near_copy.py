"""A node that is asked answers from its own copy: none waits for another one that the network has lost."""

from shared.adapters import engine


class Node:
    """Answers with what it was asked."""

    def search(self, **asked):
        return asked

    def get(self, **asked):
        return asked


def test_a_search_is_answered_by_the_node_that_is_asked():
    asked = {"index": "articles", "body": {"size": 1}, "params": {"preference": "_local"}}
    assert engine.search(Node(), {"size": 1}) == asked


def test_one_article_is_given_by_the_node_that_is_asked():
    asked = {"index": "articles", "id": "a", "params": {"preference": "_local"}}
    assert engine.get(Node(), "a") == asked
