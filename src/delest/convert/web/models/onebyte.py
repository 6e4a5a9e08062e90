"""1byte (The Shift Project): energy per byte of the data centre and of the mean of three networks, 2018."""

from delest.convert.web import grid, row
from delest.convert.web.part import Part, Setting
from delest.records.co2e.factor import FactorSet
from delest.records.co2e.model import EnergyPerByte


def parts(model: EnergyPerByte, factors: FactorSet, setting: Setting) -> tuple[Part, ...]:
    """Return kg = bytes x (data centre + mean of wired, Wi-Fi and 4G) x the model's own world intensity.

    Green hosting leaves out the data centre, and changes the network's intensity as the model publishes it.
    """
    networks = [factor for factor in factors.factors.values() if factor.id.startswith(f"{model.id}.net.")]
    electricity = grid.of_row(factors, f"{model.id}.intensity.{'network-green' if setting.green else 'world'}")
    data_centre = Part(
        factor=row.needed(factors, f"{model.id}.dc"), share=0.0 if setting.green else 1.0, grid=electricity
    )
    return data_centre, *(Part(factor=factor, share=1 / len(networks), grid=electricity) for factor in networks)
