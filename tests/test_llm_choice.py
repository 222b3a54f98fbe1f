"""Which model is meant, where it is, and that nothing of models is loaded where none is wanted."""

import subprocess
import sys

import pytest

from index.errors import SettingsError
from index.settings import Settings
from rag.llm.choice import choose
from rag.llm.notes import notice


def chosen(**settings):
    return choose(Settings.read(**{f"llm{name}": value for name, value in settings.items()}))


@pytest.mark.parametrize("none", ["none", "", "None", " "])
def test_no_model(none):
    assert choose(Settings.read(llm=none)) is None


@pytest.mark.parametrize(
    ("settings", "kind", "model", "host", "local"),
    [
        ({"": "ollama/qwen3:8b"}, "ollama", "qwen3:8b", "localhost:11434", True),
        ({"": "ollama/hf.co/a/b:Q4"}, "ollama", "hf.co/a/b:Q4", "localhost:11434", True),
        ({"": "openai/gpt-x", "_api_key": "sk"}, "openai", "gpt-x", "api.openai.com", False),
        (
            {"": "OpenAI-like/m", "_base_url": "http://127.0.0.1:8080/v1/"},
            "openai-like",
            "m",
            "127.0.0.1:8080",
            True,
        ),
        ({"": "openai-like/m", "_base_url": "http://10.0.0.7/v1"}, "openai-like", "m", "10.0.0.7", False),
        ({"": "ollama/m", "_base_url": "http://[::1]:9"}, "ollama", "m", "::1:9", True),
    ],
)
def test_a_model_with_its_host(settings, kind, model, host, local):
    found = chosen(**settings)
    assert (found.kind, found.model, found.host, found.is_local) == (kind, model, host, local)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"": "gpt-4"}, "openai-like/<model>"),
        ({"": "ollama/"}, "ollama/<model>"),
        ({"": "bard/x"}, "bard/x"),
        ({"": "openai/gpt-x"}, "KASSORO_LLM_API_KEY"),
        ({"": "openai-like/x"}, "KASSORO_LLM_BASE_URL"),
        ({"": "openai-like/x", "_base_url": "127.0.0.1:8080"}, "http://127.0.0.1:8080/v1"),
        ({"": "openai-like/x", "_base_url": "http://a:99999/"}, "99999"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_sentence(settings, named):
    with pytest.raises(SettingsError, match=r"^KASSORO_LLM.*[.]$") as refused:
        chosen(**settings)
    assert named in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize(("name", "value"), [("timeout", 0), ("timeout", "soon"), ("context", 100)])
def test_limits_that_make_no_sense_are_refused(name, value):
    with pytest.raises(SettingsError, match=f"KASSORO_LLM_{name.upper()}"):
        Settings.read(**{f"llm_{name}": value})


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_person_is_told_the_host(language):
    away = chosen(**{"": "openai/gpt-x", "_api_key": "secret"})
    here = chosen(**{"": "ollama/m"})
    assert "api.openai.com" in notice(away, language) and "secret" not in notice(away, language)
    assert "localhost:11434" in notice(here, language) and notice(here, language) != notice(away, language)


def test_no_model_s_client_is_loaded_without_a_model():
    """Start-up costs nothing for who asks no model."""
    code = (
        "import sys, rag.assistant, ui.cli, ui.operations\n"
        "loaded = [name for name in sys.modules if name.split('.')[0] in ('openai', 'ollama') or name.startswith(('llama_index.llms.', 'llama_index.core.agent', 'rag.llm.writer'))]\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
