"""What the adapters make of a queue that answers badly: nobody can order such answers from a real one."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.alert_queue import SqsAlertQueue
from shared.adapters.dead_letters import SqsDeadLetters, Way
from shared.adapters.index_queue import SqsIndexQueue
from shared.domain.alert_event import News
from shared.domain.errors import Unavailable
from shared.domain.identity import RawKey
from shared.usecases.redrive import DeadLetter, redrive

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = [RawKey("demo", str(n) * 32, 1, False, "f" * 64) for n in range(2)]
NEWS = [News(key.article_id, "wire", NOW) for key in KEYS]
TAKEN = {"Successful": [{"Id": "0"}, {"Id": "1"}]}
BAD = [
    {},  # boto3 gives this for an answer that is not JSON
    {"Successful": [{"Id": "0"}]},
    {"Successful": [{"Id": "0"}], "Failed": [{"Id": "1"}]},
]


class Sqs:
    """Answers what it was told to."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self._answer = answer

    def send_message_batch(self, **_: object) -> dict[str, Any]:
        return self._answer

    def delete_message_batch(self, **_: object) -> dict[str, Any]:
        raise AssertionError("nothing may be taken away that was not sent")


@pytest.mark.parametrize("answer", BAD)
def test_an_answer_that_does_not_account_for_every_message_is_no_success(answer):
    with pytest.raises(Unavailable):
        SqsIndexQueue(Sqs(answer), "url").send(KEYS)
    with pytest.raises(Unavailable):
        SqsAlertQueue(Sqs(answer), "url").send_news(NEWS, NOW)


def test_an_answer_that_accounts_for_every_message_is_one():
    SqsIndexQueue(Sqs(TAKEN), "url").send(KEYS)
    SqsAlertQueue(Sqs(TAKEN), "url").send_news(NEWS, NOW)


@pytest.mark.parametrize("answer", BAD)
def test_a_dead_letter_is_not_taken_away_unless_its_queue_says_that_it_has_it(answer):
    letters = [DeadLetter(str(n), "{}", "receipt", "articles") for n in range(2)]
    with pytest.raises(Unavailable):
        SqsDeadLetters(Sqs(answer), "url", {"articles": Way("url", str)}).send_back(letters)


class SlowDeadLetters:
    """A dead-letter queue that shows its letters again before the run ends, and so refuses to show them."""

    def __init__(self) -> None:
        self._letters = [{"MessageId": "m", "Body": "{}", "ReceiptHandle": "r"}]

    def receive_message(self, **_: object) -> dict[str, Any]:
        letters, self._letters = self._letters, []
        return {"Messages": letters}

    def change_message_visibility_batch(self, **given: Any) -> dict[str, Any]:
        return {"Failed": [{"Id": one["Id"], "Code": "MessageNotInflight"} for one in given["Entries"]]}


def test_a_dry_run_that_took_longer_than_its_letters_stay_out_of_sight_is_done_all_the_same():
    letters = SqsDeadLetters(SlowDeadLetters(), "url", {"articles": Way("url", str)})
    done = redrive(letters, dry_run=True, advance=lambda number: None)
    assert (done.sent, done.unreadable) == ({"articles": 1}, [])
