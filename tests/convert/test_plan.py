import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from delest.convert.equipment.plan import total
from delest.convert.equipment.plan_table import LEVELS, LEVERS, parse
from delest.errors import InputError
from delest.factors import load

HEADING = "theme,action,level,lever,device,quantity,years,from,to,same\n"


def plan(sets, *rows):
    actions, problems = parse(HEADING + "\n".join(rows), "plan.csv", sets)
    assert not problems
    return total(actions, sets)


def test_lines_add_up_and_once_stays_apart(sets):
    found = plan(
        sets,
        "Purchasing,Refurbished,roll-out,refurbished,smartphone,1000,,,,",
        "Purchasing,Fewer,roll-out,not-bought,smartphone,10000,,,,",
        "Design,Lighter home page,trial,page,,1000000,,2 MB,500 kB,",
        "Training,Train,roll-out,,,,,,,",
    ).committed
    assert found.equipment_kgco2e_per_year.central == pytest.approx(24_600)
    assert found.equipment_kgco2e_once.central == pytest.approx(795_160)
    assert found.pages_kgco2e_per_year.high == pytest.approx(91.40238)
    assert found.published_kgco2e_per_year == pytest.approx(25_500 + 259)
    assert found.published_kgco2e_once == pytest.approx(500_000)
    assert (found.lines, found.published_lines) == (3, 3)


def test_the_same_devices_are_counted_once(sets):
    found = plan(
        sets,
        "Use,Keep longer,roll-out,life-extended,laptop,1200,,,,fleet",
        "Purchasing,Fewer,roll-out,not-bought,laptop,1000,,,,fleet",
        "Purchasing,Refurbished,study,refurbished,laptop,1200,,,,fleet",
    )
    assert [line.counted for line in found.lines] == [200, 1000, 0]
    assert found.studied.equipment_kgco2e_per_year.central == 0


def test_the_same_page_is_counted_once(sets):
    found = plan(
        sets,
        "Design,Images,roll-out,page,,1000,,2 MB,1 MB,home",
        "Design,Scripts too,roll-out,page,,1000,,2 MB,0.5 MB,home",
    )
    assert [line.counted for line in found.lines] == [0, 1000]


def test_a_study_is_in_no_committed_sum(sets):
    found = plan(sets, "Purchasing,Refurbished,study,refurbished,laptop,1000,,,,")
    assert found.committed.lines == 0
    assert found.studied.published_kgco2e_per_year == pytest.approx(54_900)


ROW = st.tuples(
    st.sampled_from(["roll-out", "trial", "study"]),
    st.sampled_from(["not-bought", "refurbished", "life-extended"]),
    st.sampled_from(["laptop", "smartphone"]),
    st.integers(1, 10_000),
    st.sampled_from(["", "fleet"]),
)


@given(rows=st.lists(ROW, min_size=1, max_size=8), data=st.data())
def test_sums_do_not_depend_on_the_order_of_the_lines(rows, data):
    sets = load.released()
    text = [f"T,A,{level},{lever},{device},{n},,,,{same}" for level, lever, device, n, same in rows]
    actions, _ = parse(HEADING + "\n".join(text), "plan.csv", sets)
    shuffled = data.draw(st.permutations(actions))
    renumbered = [replace(action, line=number) for number, action in enumerate(shuffled, 2)]
    one, other = total(actions, sets), total(renumbered, sets)
    for a, b in ((one.committed, other.committed), (one.studied, other.studied)):
        assert a.equipment_kgco2e_per_year.central == pytest.approx(b.equipment_kgco2e_per_year.central)
        assert a.equipment_kgco2e_once.central == pytest.approx(b.equipment_kgco2e_once.central)
    for name in {(device, same) for *_, device, _, same in rows if same}:
        counted = sum(x.counted for x in one.lines if (x.action.device, x.action.same) == name)
        assert counted == max(n for *_, device, n, same in rows if (device, same) == name)


def test_french_headings_semicolons_and_numbers_are_read(sets):
    text = (
        "Thème;Libellé;Niveau d’engagement;Levier;Équipement;Quantité;Années;De;À;Mêmes\n"
        "Achats;Portables;Réalisation;reconditionné;Ordinateur portable;1 000;;;;\n"
        "Conception;Page;Expérimentation;page;;1\u202f000\u202f000;;2 Mo;500 Ko;\n"
    )
    actions, problems = parse(text, "plan.csv", sets)
    assert not problems
    assert [(a.device, a.quantity) for a in actions] == [("laptop", 1000), ("", 1_000_000)]


def test_a_bad_line_costs_only_itself(sets):
    text = HEADING + "T,A,roll-out,not-bought,laptop,many,,,,\nT,B,someday,,,,,,,\nT,C,study,,,,,,,\n"
    actions, problems = parse(text, "plan.csv", sets)
    assert [a.action for a in actions] == ["C"]
    assert [line for line, _ in problems] == [2, 3]


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n", HEADING])
def test_no_plan_at_all_is_refused(sets, text):
    with pytest.raises(InputError):
        parse(text, "plan.csv", sets)


def test_lines_that_cannot_be_used_are_all_told_with_a_remedy(sets):
    rows = (
        "T,A,someday,,,,,,,",
        "T,A,study,thrown,laptop,1,,,,",
        "T,A,study,not-bought,laptop,1.5,,,,",
        "T,A,study,not-bought,laptop,1000000001,,,,",
        "T,A,study,not-bought,laptop,0,,,,",
        "T,A,study,not-bought,toaster,1,,,,",
        "T,A,study,life-extended,laptop,1,101,,,",
        "T,A,study,page,,1,,2 MB,,",
        "T,A,study,page,,2000000000000000,,2 MB,1 MB,",
    )
    actions, problems = parse(HEADING + "\n".join(rows), "plan.csv", sets)
    assert not actions
    assert [line for line, _ in problems] == list(range(2, 2 + len(rows)))
    assert all(str(problem.remedy) for _, problem in problems)


def test_every_word_that_is_printed_can_be_written(sets):
    for words in ({**LEVELS, **LEVERS}).values():
        assert len(words) > 1
    for level, words in LEVELS.items():
        for word in words:
            actions, _ = parse(HEADING + f"T,A,{word.upper()},,,,,,,\n", "plan.csv", sets)
            assert actions[0].level is level
    for lever, words in LEVERS.items():
        for word in words:
            actions, _ = parse(HEADING + f"T,A,study,{word},laptop,1,,,,\n", "plan.csv", sets)
            assert actions[0].lever is lever


@pytest.mark.parametrize("quantity", ["1000", "1 000", '"1,000"', "1.000"])
def test_thousands_may_be_set_apart(sets, quantity):
    rows = f"{HEADING}Purchasing,Fewer,roll-out,not-bought,laptop,{quantity},,,,"
    ((action,), _) = parse(rows, "plan.csv", sets)
    assert action.quantity == 1000
