"""The search, over the dictionary's own files."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.core.errors import RuleBroken
from app.catalog import dictionary
from app.catalog.models import Family, Flow, Subfamily
from app.catalog.rules import Entry, Index, split
from app.catalog.rules.corrections import Correction, check
from app.catalog.rules.reading import read, stems
from app.catalog.rules.spelling import Vocabulary


def build() -> Index:
    entries = [
        Entry(
            number,
            each.slug,
            each.name,
            (each.name, *each.synonyms),
            each.subfamily.value,
            each.flow is not None,
            each.generic,
        )
        for number, each in enumerate(dictionary.objects())
    ]
    return Index.build(entries, dictionary.outside(), dictionary.contexts())


INDEX = build()


def first(text: str) -> str | None:
    hits = INDEX.search(text, 1)
    return hits[0].slug if hits else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ecran", "ecran"),
        ("Écrans", "ecran"),
        ("téléfone", "telephone"),
        ("frigo", "refrigerateur"),
        ("vieux frigo cassé", "refrigerateur"),
        ("lavelinge", "lave-linge"),
        ("imprimente", "imprimante"),
        ("aspirateu", "aspirateur"),
        ("écran d'ordinateur", "ecran-d-ordinateur"),
        ("vélo enfant", "velo-enfant"),
        ("velo pour enfants", "velo-enfant"),
        ("chargeur de téléphone", "chargeur-de-telephone"),
        ("ordinateur portable hs", "ordinateur-portable"),
        ("boîte de lego", "jeu-de-construction"),
        ("iphone 8", "telephone-portable"),
        ("TV samsung", "televiseur"),
    ],
)
def test_what_people_type_finds_what_they_mean(typed, meant):
    assert first(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["azertyuiop", "xyz", "42", "le", "qsdf qsdf", "", "?!", "de la", "2024 75001", "\x00", "()"],
)
def test_nonsense_finds_nothing(typed):
    assert INDEX.search(typed) == []


@pytest.mark.parametrize("typed", ["gravats", "restes de repas", "pot de peinture", "médicaments"])
def test_what_nobody_takes_is_outside_and_not_mistaken_for_something_else(typed):
    assert INDEX.search(typed) == []
    assert INDEX.outside(typed)


def test_an_object_of_the_dictionary_is_not_outside():
    assert INDEX.outside("frigo") is None


def test_an_unknown_piece_of_furniture_is_still_furniture():
    assert first("meuble de machin") == "meuble"


def test_a_cover_belongs_with_what_it_covers():
    assert first("housse de raquette de tennis") == "raquette"


def test_a_part_of_a_part_still_belongs_with_the_whole():
    assert first("pièce détachée de trottinette de mémé") == "trottinette"


@pytest.mark.parametrize(
    ("typed", "family"),
    [("mocassins de randonnée", Family.LOISIRS), ("mocassins de soirée", Family.TEXTILE)],
)
def test_what_is_worn_for_a_sport_goes_with_sport(typed, family):
    families = {each.slug: each.subfamily.family for each in dictionary.objects()}
    assert families[first(typed)] is family


def test_another_letter_in_a_short_word_is_another_word():
    vocabulary = Vocabulary(frozenset({"ecran", "imprimante"}))
    assert vocabulary.meant("ecrin") is None
    assert vocabulary.meant("ecrann") is not None
    assert vocabulary.meant("imprimente") is not None


def test_an_unknown_electric_thing_is_guessed_and_says_so():
    (hit,) = INDEX.search("zorglub électrique")
    assert (hit.slug, hit.guess) == ("petit-appareil-electrique", True)


def test_electric_and_not_electric_part_ways():
    flows = {each.slug: each.flow for each in dictionary.objects()}
    assert flows[first("tondeuse à gazon électrique")] is Flow.PAM
    assert flows[first("tondeuse à gazon thermique")] is None


@pytest.mark.parametrize(
    ("typed", "subfamily"),
    [
        ("sécateur connecté", Subfamily.OUTILS_ELECTRIQUES),
        ("cerceau lumineux", Subfamily.PAM),
        ("accordéon électronique", Subfamily.MUSIQUE),
        ("robinet électronique de mémé", Subfamily.PAM),
        ("corde à sauter connectée", Subfamily.PAM),
        ("tournevis sans fil", Subfamily.OUTILS_ELECTRIQUES),
        ("zorglub chauffant", Subfamily.PAM),
        ("machine à zorglub", Subfamily.PAM),
        ("lecteur de zorglub", Subfamily.PAM),
        ("brosse à récurer à piles", Subfamily.PAM),
        ("outil électroportatif (perceuse, ponceuse)", Subfamily.OUTILS_ELECTRIQUES),
    ],
)
def test_what_is_said_electric_is_collected_as_electrical_equipment(typed, subfamily):
    found = {each.slug: each for each in dictionary.objects()}[first(typed)]
    assert (found.subfamily, found.flow) == (subfamily, Flow.PAM)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("casque de vélo électrique", "casque-de-velo"),
        ("stylo rechargeable", None),
        ("gaine électrique annelée", None),
        ("voiture électrique", None),
        ("bibliothèque lumineuse", "bibliotheque"),
    ],
)
def test_electric_said_of_something_else_changes_nothing(typed, slug):
    assert first(typed) == slug


def test_the_first_of_a_list_is_meant_unless_the_last_says_more_of_all():
    assert first("four, plaque, hotte") == "four-electrique"
    assert first("corde, cordelette et longe d'escalade") == "materiel-d-escalade"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("four (électrique)", "four-electrique"),
        ("chauffage (électrique)", "radiateur-electrique"),
        ("cuisinière (gaz, électrique)", "cuisiniere"),
        ("balance (cuisine)", "balance-de-cuisine-electronique"),
        ("casque (vélo)", "casque-de-velo"),
    ],
)
def test_brackets_that_make_a_term_with_the_noun_are_part_of_it(typed, meant):
    assert first(typed) == meant


def test_a_large_appliance_without_refrigerant_is_no_fridge():
    flows = {each.slug: each.flow for each in dictionary.objects()}
    assert flows[first("gros électroménager (hors réfrigérant)")] is Flow.GEM_HORS_FROID
    assert flows[first("gros électroménager réfrigérant")] is Flow.GEM_FROID


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("tubes fluorescents", "tube-fluorescent"),
        ("lampes fluorescentes rectilignes", "tube-fluorescent"),
        ("appareil à yaourts de mémé", "petit-appareil-electrique"),
        ("électro-aimants", "petit-appareil-electrique"),
        ("balance alimentaire", "balance-de-cuisine-electronique"),
        ("radio automobile", "radio"),
        ("porte-clés à LED", "petit-appareil-electrique"),
        ("sablier électronique de mémé", "petit-appareil-electrique"),
    ],
)
def test_an_appliance_is_read_whatever_its_ending_its_hyphen_or_what_it_is_for(typed, slug):
    assert first(typed) == slug


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("équipements électriques (hors écrans)", "petit-appareil-electrique"),
        ("appareils électriques sauf lampes", "petit-appareil-electrique"),
        ("objets avec une pile", "petit-appareil-electrique"),
        ("piscine hors sol", "piscine-hors-sol"),
    ],
)
def test_what_a_label_leaves_out_or_runs_on_is_not_the_thing(typed, slug):
    assert first(typed) == slug


def test_a_noun_alone_does_not_mean_the_variety_for_professionals():
    index = Index.build(
        [
            Entry(1, "large", "Zorglub professionnel", ("Zorglub professionnel",), "pam", True),
            Entry(2, "small", "Zorglub de salon", ("Zorglub de salon",), "pam", True),
        ]
    )
    assert index.search("zorglub")[0].slug == "small"
    assert index.search("zorglubs professionnels")[0].slug == "large"


def test_words_that_only_mean_something_together_are_read_together():
    assert first("machine à sous") == "flipper"
    assert first("ordinateur tout-en-un") == "ordinateur-tout-en-un"
    assert first("vélo élec") == "velo-electrique"


def test_a_cartridge_of_the_home_goes_with_small_appliances_not_that_of_a_copier():
    found = {each.slug: each for each in dictionary.objects()}
    assert found[first("cartouche d'encre")].flow is Flow.PAM
    assert found[first("toner")].flow is Flow.PAM
    assert found[first("tambour de photocopieur")].flow is Flow.CARTOUCHES


@pytest.mark.parametrize(
    ("typed", "family", "flow"),
    [
        ("liseuse", Family.EEE, Flow.ECRAN),
        ("imprimante 3D", Family.EEE, Flow.PAM),
        ("photocopieuse", Family.EEE, Flow.PAM),
        ("photocopieur professionnel", Family.EEE, Flow.GEM_HORS_FROID),
        ("thermomètre électronique", Family.AUTRES, Flow.PAM),
        ("lampe torche", Family.MOBILIER, Flow.PAM),
        ("bougie LED", Family.MOBILIER, Flow.PAM),
        ("onduleur photovoltaïque", Family.EEE, Flow.PAM),
        ("équipement d'entretien", Family.EEE, Flow.GEM_HORS_FROID),
    ],
)
def test_the_size_the_screen_and_the_use_settle_the_flow_and_the_family(typed, family, flow):
    found = {each.slug: each for each in dictionary.objects()}[first(typed)]
    assert (found.subfamily.family, found.flow) == (family, flow)


def test_a_word_still_being_typed_is_completed():
    assert INDEX.search("imprim", typing=True)[0].slug == "imprimante"
    assert INDEX.search("imprim") == []


def test_a_word_half_typed_after_a_mistyped_one_is_answered():
    assert INDEX.search("OOO:IO", typing=True)


def test_hits_are_bounded_distinct_and_best_first():
    hits = INDEX.search("table de jardin", limit=5)
    assert len(hits) == 5
    assert len({hit.id for hit in hits}) == 5
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("each", dictionary.objects(), ids=lambda each: each.slug)
def test_every_object_is_found_by_its_own_name(each):
    assert each.slug in {hit.slug for hit in INDEX.search(each.name, 3)}


@settings(max_examples=300)
@given(st.text(max_size=300) | st.text(alphabet="vélo écran(),;/'-\x00\u202e42", max_size=300))
def test_whatever_is_typed_is_answered(text):
    assert len(INDEX.search(text, 8)) <= 8
    assert all(0 < hit.score <= 1 for hit in INDEX.search(text, 8, typing=True))
    assert len(split(text, known=INDEX.knows)) <= 12


@pytest.mark.parametrize(
    "text", ["vélo " * 2000, "(" * 10_000, "\u202eécran\x00" * 1500, "é" * 10_000]
)
def test_a_very_long_text_is_answered_at_once(text):
    began = time.perf_counter()
    INDEX.search(text)
    split(text, known=INDEX.knows, found=lambda piece: bool(INDEX.search(piece)))
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("écran, vélo enfant et frigo", ["écran", "vélo enfant", "frigo"]),
        ("un écran\nun vélo ; une lampe", ["un écran", "un vélo", "une lampe"]),
        ("palmes, masque et tuba", ["palmes, masque et tuba"]),
        ("clavier et souris", ["clavier et souris"]),
        ("casque (ski, vélo)", ["casque (ski, vélo)"]),
        ("écran, écran", ["écran"]),
        ("bac et azertyuiop", ["bac et azertyuiop"]),
        (" , ; ", []),
    ],
)
def test_several_objects_in_one_field(typed, pieces):
    found = split(typed, known=INDEX.knows, found=lambda piece: bool(INDEX.search(piece)))
    assert found == pieces


def test_the_first_noun_is_the_head():
    assert read("vieil écran d'ordinateur").head == "ecran"
    assert read("boîte de jeux").head == "jeu"
    assert read("casque (vélo)").head == "casque"


def test_plurals_and_accents_do_not_count():
    assert stems("Les Écrans cassés") == stems("ecran")


def test_a_short_unknown_word_is_left_alone():
    known = Vocabulary(frozenset({"velo", "ecran", "tote"}))
    assert known.meant("toto") is None
    assert known.meant("vleo") == ("velo", 0.88)
    assert known.meant("xyz") is None


SAMOVAR = {"name": "Samovar", "subfamily": Subfamily.PAM, "flow": Flow.PAM}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " ?"}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"mass_g": 0}, "mass_g"),
        ({"mass_g": 1_000_001}, "mass_g"),
        ({"volume_ml": -1}, "volume_ml"),
        ({"synonyms": ("a",) * 251}, "synonyms"),
        ({"synonyms": ("x" * 81,)}, "synonyms"),
    ],
)
def test_a_correction_that_makes_no_sense_names_its_field(changes, field):
    wanted = SAMOVAR | {"mass_g": 2000, "volume_ml": 9000} | changes
    with pytest.raises(RuleBroken) as refused:
        check(Correction(**wanted))
    assert refused.value.field == field
    assert str(refused.value)


def test_every_subfamily_has_one_object_that_stands_for_it_and_advice():
    described = dictionary.objects()
    generic = [each.subfamily for each in described if each.generic]
    assert sorted(generic) == sorted(Subfamily)
    assert all(all(vars(each.advice).values()) for each in described)


def test_the_dictionary_is_large_distinct_and_plausible():
    described = dictionary.objects()
    assert len(described) >= 500
    assert len({each.slug for each in described}) == len(described)
    assert all(0 < each.mass_g <= 250_000 and each.volume_ml > 0 for each in described)
    assert all(
        each.flow
        for each in described
        if each.subfamily.family is Family.EEE and each.slug != "ampoule-a-filament-ou-halogene"
    )


def test_every_weight_cites_a_source_that_is_described():
    labels = tuple(source.label for source in dictionary.weight_sources())
    assert all(each.weight_source.startswith(labels) for each in dictionary.objects())
