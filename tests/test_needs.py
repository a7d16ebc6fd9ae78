"""What the machine must have is said before the tests run."""

from tests import needs


def test_a_machine_that_has_everything_hears_nothing():
    assert needs.missing(lambda program: f"/usr/bin/{program}") == []


def test_each_missing_program_is_one_sentence_with_its_package():
    sentences = needs.missing(lambda program: None if program == "java" else program)
    assert sentences == [needs.PROGRAMS["java"]]
    assert "default-jre-headless" in sentences[0]
