"""The pages say what is so: their commands and their Python print what they show."""

from pathlib import Path

import pytest

from tests.docs.pages import Run, pages
from tests.house.checkout import ROOT


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_what_its_examples_print(page: Path, tmp_path: Path) -> None:
    differences = Run(tmp_path).differences(page.read_text(encoding="utf-8"))

    assert not differences, f"{page.name}, " + "\n".join(differences)


def test_another_output_than_shown_is_found(tmp_path: Path) -> None:
    page = """```console
$ echo a
b
```

```python
print(1)
```

```output
2
```

```python
>>> 1 + 1
3
```
"""

    differences = Run(tmp_path).differences(page)

    assert [difference.partition(":")[0] for difference in differences] == ["line 2", "line 7", "line 15"]


def test_a_page_is_a_story_in_one_folder(tmp_path: Path) -> None:
    page = """
```yaml title="firm.yaml"
offer: firm
```

```console
$ cat firm.yaml
offer: firm
$ grep missing firm.yaml
$ echo $?
1
```

```python
from pathlib import Path

text = Path("firm.yaml").read_text()
```

```python
>>> text
'offer: firm\\n'
```

<!-- shown only: takes an hour -->
```console
$ sleep 3600
done
```
"""

    assert Run(tmp_path).differences(page) == []


def test_a_command_may_go_on_in_the_next_line(tmp_path: Path) -> None:
    assert Run(tmp_path).differences("```console\n$ echo a \\\n    b\na b\n```\n") == []


def test_a_block_is_left_out_only_for_a_reason(tmp_path: Path) -> None:
    page = "<!-- shown only: -->\n```console\n$ echo a\nb\n```\n"

    assert len(Run(tmp_path).differences(page)) == 1
