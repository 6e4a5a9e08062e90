from prometheus_client.openmetrics.parser import text_string_to_metric_families

from delest.report.digest.gains import bytes_per_view
from delest.report.signals.audit_metrics import audit_metrics


def families(report):
    return {each.name: each for each in text_string_to_metric_families(audit_metrics(report))}


def test_they_can_be_parsed_and_agree_with_the_report(small):
    found = families(small)
    assert round(found["delest_page_view_bytes"].samples[0].value) == round(bytes_per_view(small))
    assert found["delest_page_view_bytes"].unit == "bytes"
    pages = {each.labels["state"]: each.value for each in found["delest_pages"].samples}
    assert pages["measured"] == len(small.weights)
    heaviest = found["delest_page_bytes"].samples[0]
    assert (heaviest.labels["cache"], heaviest.value) == ("cold", 2_538_090)


def test_each_kg_names_its_model_and_factor_set(small):
    [kg] = [each for name, each in families(small).items() if "co2e" in name]
    assert {each.labels["reading"] for each in kg.samples} >= {"low", "central", "high"}
    assert all(each.labels["model"] and each.labels["factor_set"] for each in kg.samples)


def test_a_hostile_site_writes_no_line_of_its_own(hostile):
    text = audit_metrics(hostile)
    assert families(hostile)
    assert all(line.startswith(("# ", "delest_")) for line in text.splitlines())
    assert "\x1b" not in text
    assert "secret" not in text
