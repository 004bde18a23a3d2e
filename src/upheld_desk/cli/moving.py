"""`upheld desk load` and `export`: a vendor from files, and to files."""

from pathlib import Path
from typing import Annotated

import typer

from upheld_desk import clock
from upheld_desk.cli.ground import counted, database, require_tables
from upheld_desk.errors import DeskError
from upheld_desk.loading import exporting, forms, loading
from upheld_desk.people.models import Vendor

app = typer.Typer()


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files that describe a vendor each.")],
) -> None:
    """Load vendors with their people, customers and agreements from files."""
    with database():
        require_tables()
        for file in files:
            new = loading.load(forms.house(file), file.parent, clock.now())
            counts = {"customers": new.customers, "people": new.people, "agreements and offers": new.agreements}
            listed = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
            typer.echo(f"{file}: is loaded; {f'new are: {listed}' if listed else 'nothing in it was new'}.")


@app.command()
def export(
    vendor: Annotated[str, typer.Argument(metavar="VENDOR", help="Its short name.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="An empty one, or one that is not there yet.")],
) -> None:
    """Write a vendor with all that belongs to it into files that need no desk to be read."""
    with database():
        require_tables()
        found = Vendor.objects.filter(slug=vendor).first()
        if found is None:
            known = ", ".join(Vendor.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise DeskError(f"there is no vendor '{vendor}'; there are: {known}")
        count = exporting.export(found, folder)
        typer.echo(f"Wrote {found.name} with {counted(count, 'log')} into {folder}.")
