"""The table that the benchmarks print."""

from dataclasses import dataclass


@dataclass
class Report:
    """Prints a line per figure as it comes, and remembers whether all were within their limits."""

    is_within_limits: bool = True

    def add(self, name: str, measured: float, limit: float, unit: str = "") -> None:
        """Print one figure; more than ``limit`` is over."""
        over = measured > limit
        self.is_within_limits &= not over
        shown = f"{measured:,.2f}" if isinstance(measured, float) else f"{measured:,}"
        print(
            f"{'OVER' if over else 'ok':4}  {name:<64} {shown:>10} {unit:<6} (at most {limit:,})", flush=True
        )

    def note(self, text: str) -> None:
        """Print a line of explanation."""
        print(f"      {text}", flush=True)
