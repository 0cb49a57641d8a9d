"""The model of a flow that several report, its hyperparameters and their priors.

For corridor c, year t and source s (a reporter on one side), after the duration factor:

    log flow[c, t]  = level[c] + a[c, t],   a: AR(1), stationary
    log count[c, t, s] = log flow[c, t] + g[c, s] + e[c, t, s] + counting noise
    g[c, s] ~ N(bias[s], lasting[side]^2),   bias[s] ~ N(mean[side], bias[side]^2),   bias[reference] = 0
    e[c, t, s] ~ N(0, accuracy[side, class]^2),   level[c] ~ N(mean level, corridor^2)

It is the linear-Gaussian form of IMEM (Raymer, Wisniowski, Forster, Smith and Bijak 2013) and MigMod;
`g` lets a report of one corridor be off in every year. All latent values are integrated out exactly;
what is left are these hyperparameters: 13 for two sides with three classes of accuracy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import digamma

from gmg.analysis.flows.reconcile.double_entry import Fitted
from gmg.analysis.flows.reconcile.entry import SIDES
from gmg.analysis.flows.reconcile.panel import Floats, Ints, Panel
from gmg.analysis.flows.reconcile.tables import rows

CLASSED_FROM = 6  # sources on a side below which all share one accuracy
CLASSES = 3
WIDE = 0.7  # standard deviation of every log hyperparameter: a factor of two either way
PERSISTENCE = 0.8
SCALES = {"year": 0.4, "corridor": 2.0, "bias": 0.5, "lasting": 0.3}
ACCURACY = {1: (0.25,), CLASSES: (0.1, 0.25, 0.6)}
"""Prior medians, this project's rule: they span the disagreement of European reports, where two sides
of one cell differ by a factor of 1.8 in the median."""
LEVEL = (5.0, 5.0)  # mean level of log flows: from one person to millions
MEAN_SPREAD = 0.3  # of the mean bias of a side around what experts say
OTHER = (0.0, 0.5)


@dataclass(frozen=True, slots=True)
class Hyper:
    """One hyperparameter on its unbounded scale (logit or log): name, prior mean, prior sd."""

    name: str
    mean: float
    sd: float = WIDE


def reported_share(side: str) -> tuple[float, float]:
    """Mean and standard deviation of a side's log share reported.

    The mean is that of log Beta over MigMod's two classes of undercount (`facts/reporting.csv`),
    each as likely; the sd is half their distance, and 0.3 at least. An agency's own estimate has mean 0.
    """
    means = [
        float(digamma(float(row["alpha"])) - digamma(float(row["alpha"]) + float(row["beta"])))
        for row in rows("reporting")
        if row["side"] == side
    ]
    if not means:
        return OTHER
    return float(np.mean(means)), max((max(means) - min(means)) / 2, MEAN_SPREAD)


@dataclass(frozen=True)
class Model:
    """Which hyperparameter and which bias each slot of a panel depends on.

    The shared coefficients are: mean level, mean bias of each side, bias of each source but the
    reference, and a last one that is always zero, for the reference and for empty slots.
    """

    panel: Panel
    sides: tuple[str, ...]
    side: Ints
    classes: tuple[int, ...]
    accuracy: Ints
    reference: int

    @cached_property
    def hypers(self) -> tuple[Hyper, ...]:
        """All hyperparameters, in the order of a vector of them."""
        logit = float(np.log(PERSISTENCE / (1 - PERSISTENCE)))
        found = [Hyper("persistence", logit, 1.0)]
        found += [Hyper(name, float(np.log(SCALES[name]))) for name in ("year", "corridor")]
        found += [
            Hyper(f"{name}.{side}", float(np.log(SCALES[name])))
            for name in ("bias", "lasting")
            for side in self.sides
        ]
        found += [
            Hyper(f"accuracy.{side}.{number}", float(np.log(median)))
            for side, count in zip(self.sides, self.classes, strict=True)
            for number, median in enumerate(ACCURACY[count], 1)
        ]
        return tuple(found)

    @cached_property
    def prior(self) -> tuple[Floats, Floats]:
        """Means and standard deviations of the hyperparameters."""
        return np.array([h.mean for h in self.hypers]), np.array([h.sd for h in self.hypers])

    @cached_property
    def shared(self) -> int:
        """The number of shared coefficients, without the one that is zero."""
        return len(self.sides) + len(self.panel.sources)

    @cached_property
    def coefficient(self) -> Ints:
        """The shared coefficient of each source; `shared` for the reference."""
        number = np.arange(len(self.panel.sources)) + 1 + len(self.sides)
        number[self.reference + 1 :] -= 1
        number[self.reference] = self.shared
        return number

    @cached_property
    def index(self) -> Ints:
        """(K, C): the shared coefficient around which level and each slot's g are drawn."""
        slots = np.where(self.filled, self.coefficient[self.panel.source], self.shared)
        return np.concatenate([np.zeros((1, slots.shape[1]), dtype=np.int64), slots])

    @cached_property
    def filled(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """(M, C): whether a slot has a source."""
        return self.panel.source >= 0

    @cached_property
    def slot_side(self) -> Ints:
        """(M, C): the side of each slot's source; of an empty slot the first."""
        return np.where(self.filled, self.side[self.panel.source], 0)

    @cached_property
    def slot_accuracy(self) -> Ints:
        """(M, C): which accuracy each slot's source has; of an empty slot the first."""
        return np.where(self.filled, self.accuracy[self.panel.source], 0)

    @cached_property
    def scatter(self) -> Ints:
        """(C K K): where each corridor's K by K block falls in the shared matrix, the zero included."""
        at = self.index.T
        return (at[:, :, None] * (self.shared + 1) + at[:, None, :]).ravel()


def model_of(panel: Panel, fitted: Fitted) -> Model:
    """The model of a panel; classes of accuracy are thirds of each side's fitted variances.

    A source without a partner is put in the middle class, for nothing is known of it.
    """
    sides = tuple(side for side in SIDES if any(s.side == side for s in panel.sources))
    side = np.array([sides.index(source.side) for source in panel.sources])
    accuracy = np.zeros(len(side), dtype=np.int64)
    classes: list[int] = []
    for number in range(len(sides)):
        here = side == number
        paired = here & (fitted.pairs > 0)
        count = CLASSES if paired.sum() >= CLASSED_FROM else 1
        accuracy[here] = sum(classes) + count // 2
        if count == CLASSES:
            cuts = np.quantile(fitted.variance[paired], [1 / 3, 2 / 3])
            accuracy[paired] = sum(classes) + np.searchsorted(cuts, fitted.variance[paired])
        classes.append(count)
    return Model(panel, sides, side, tuple(classes), accuracy, fitted.reference)
