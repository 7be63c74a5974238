"""What those see who watch a run."""

from blog.moving.watching import Clock


def test_phase_that_begins_anew_has_no_time_left_below_none() -> None:
    clock = Clock()
    clock.glance("addresses", 900, 1000, {})
    clock._begun_at -= 10  # as if it had gone on for a while
    for done in (1, 5):
        glance = clock.glance("addresses", done, 1000, {})
        assert glance.rate >= 0
        assert (glance.seconds_left or 0) >= 0
