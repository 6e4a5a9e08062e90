from delest.crawl.site.breaker import FAILURES, RESTS_S, Breaker


def fail(breaker, times, now_s):
    for _ in range(times):
        breaker.failed(now_s)


def test_a_host_rests_after_failures_in_a_row():
    breaker = Breaker()
    fail(breaker, FAILURES - 1, 100)
    assert breaker.rest_s(100) == 0
    breaker.failed(100)
    assert breaker.rest_s(100) == RESTS_S[0]
    assert breaker.rest_s(100 + RESTS_S[0]) == 0


def test_an_answer_in_between_starts_the_count_anew():
    breaker = Breaker()
    fail(breaker, FAILURES - 1, 0)
    breaker.succeeded()
    fail(breaker, FAILURES - 1, 0)
    assert breaker.rest_s(0) == 0


def test_loads_that_were_under_way_when_the_rest_began_do_not_count():
    breaker = Breaker()
    fail(breaker, FAILURES + 50, 0)
    assert breaker.rest_s(0) == RESTS_S[0]
    assert not breaker.failing


def test_a_host_that_fails_after_every_rest_is_given_up():
    breaker, now_s = Breaker(), 0.0
    fail(breaker, FAILURES, now_s)
    for rest_s in RESTS_S:
        assert (breaker.rest_s(now_s), breaker.failing) == (rest_s, False)
        now_s += rest_s
        breaker.failed(now_s)
    assert breaker.failing


def test_a_host_rests_for_as_long_as_it_asked_to():
    breaker = Breaker()
    breaker.asked_for(60, 100)
    breaker.asked_for(1, 100)
    assert breaker.rest_s(100) == 60
    fail(breaker, FAILURES, 160)
    assert breaker.rest_s(160) == RESTS_S[0]


def test_a_host_that_recovers_is_trusted_again():
    breaker = Breaker()
    fail(breaker, FAILURES, 0)
    breaker.succeeded()
    fail(breaker, FAILURES, RESTS_S[0])
    assert breaker.rest_s(RESTS_S[0]) == RESTS_S[0]
