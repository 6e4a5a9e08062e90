"""What is known of page time: the page's own clock has the last word on what the budgets were meant to bring."""

import pytest

from delest.measure.visit.clock.account import LEAD_MS, Account

FRAME = ("frame in another process",)
PAGE = ()


def frames():
    return [FRAME]


@pytest.fixture
def account():
    account = Account(frames)
    account.begin(1_000_000.0)
    account.owed_ms(FRAME)  # a new frame has had its lead
    return account


def test_the_clock_of_the_page_corrects_what_was_thought_to_be_spent(account):
    account.passed(8_000, [PAGE])
    account.read(1_000_000.0 + LEAD_MS + 3_000)
    assert account.page_ms == LEAD_MS + 3_000
    assert account.owed_ms(FRAME) == 3_000
    assert account.owed_ms(FRAME) == 0


def test_the_clock_of_another_document_is_not_compared(account):
    account.passed(8_000, [PAGE])
    account.read(1_000_000.0 + LEAD_MS + 8_000)
    account.read(1_000_400.0)  # of a document in another process, whose clock did not run ahead
    assert account.page_ms == LEAD_MS + 8_000
    account.passed(400, [PAGE])
    account.read(1_000_800.0)
    assert account.page_ms == LEAD_MS + 8_400


def test_a_page_that_does_not_tell_its_time_is_believed_to_have_spent_what_it_got():
    account = Account(frames)
    account.begin(None)
    account.passed(400, [PAGE])
    account.read(5.0)
    account.read(None)
    assert account.page_ms == LEAD_MS + 400


def test_a_new_frame_gets_the_lead_that_the_page_had(account):
    assert account.owed_ms(("new",)) == LEAD_MS
    assert account.owed_ms(PAGE) == 0
