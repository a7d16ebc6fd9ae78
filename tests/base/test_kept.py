"""What public pages keep for ten seconds, and what they may not."""

from flask import Flask

from app.base.web import kept as shelf
from app.base.web.kept import kept


def kitchen(*, testing: bool = False) -> Flask:
    app = Flask(__name__)
    app.testing = testing
    shelf.init_app(app)
    return app


def test_an_answer_is_made_once_then_kept():
    made = iter([1, 2])
    with kitchen().app_context():
        assert [kept("k", lambda: next(made)), kept("k", lambda: next(made))] == [1, 1]


def test_an_answer_that_is_too_old_is_made_again():
    made = iter([1, 2])
    with kitchen().app_context():
        first = kept("k", lambda: next(made), seconds=0)
        assert [first, kept("k", lambda: next(made), seconds=0)] == [1, 2]


def test_an_empty_answer_is_kept_too():
    made = iter([None, 2])
    with kitchen().app_context():
        assert [kept("k", lambda: next(made)), kept("k", lambda: next(made))] == [None, None]


def test_the_oldest_answer_makes_room(monkeypatch):
    monkeypatch.setattr(shelf, "MOST", 2)
    app = kitchen()
    with app.app_context():
        for key in "abc":
            kept(key, lambda key=key: key)
        assert list(app.extensions["kept"]) == ["b", "c"]


def test_two_applications_share_nothing():
    for value in (1, 2):
        with kitchen().app_context():
            assert kept("k", lambda value=value: value) == value


def test_nothing_is_kept_under_test():
    made = iter([1, 2])
    with kitchen(testing=True).app_context():
        assert [kept("k", lambda: next(made)), kept("k", lambda: next(made))] == [1, 2]
