"""The chat as a person meets it, in a real browser."""

import json

import httpx

WAIT = 30_000


def ask(page, question: str, number: int = 1) -> str:
    """Ask and wait for the `number`-th finished answer; gives its direct line."""
    page.fill("#k-question textarea", question)
    page.click("#k-send")
    answer = page.locator("#k-chat .k-answer:has(.k-steps)").nth(number - 1)
    answer.wait_for(timeout=WAIT)
    return answer.locator(".k-direct").inner_text()


def test_ask_and_open_the_sentence_behind_the_answer(page):
    direct = ask(page, "xAIの2025年第3四半期の純損失は？")
    assert "14億6,000万ドル" in direct
    assert "探しています" in page.locator(".k-steps").inner_text()
    page.locator("#k-chat .k-mark-1").first.click()
    mark = page.locator("#k-sources mark.k-on")
    mark.wait_for(timeout=WAIT)
    assert "純損失" in mark.inner_text()
    assert mark.evaluate(
        "mark => { const box = mark.closest('.k-article').getBoundingClientRect(), at = mark.getBoundingClientRect(); return at.top >= box.top - 1 && at.bottom <= box.bottom + 1; }"
    )


def test_runway_and_its_follow_up(page):
    assert "8か月" in ask(page, "xAIの資金は何か月もつ？")
    card = page.locator("#k-sources .k-calc")
    card.wait_for(timeout=WAIT)
    assert "2026年3月" in card.inner_text() and "80億ドル" in card.inner_text()
    assert "6.7か月" in ask(page, "月12億ドルなら？", 2)


def test_add_an_article_and_ask_about_it(page):
    page.get_by_role("tab", name="記事").click()
    page.fill("#k-title input, #k-title textarea", "青葉フードの決算")
    page.fill("#k-body textarea", "青葉フードの2025年第2四半期の売上高は42億円だった。")
    page.click("#k-add")
    page.locator("#k-added .good").wait_for(timeout=WAIT)
    assert "青葉フードの決算" in page.locator("#k-articles").inner_text()
    page.get_by_role("tab", name="質問").click()
    assert "42億円" in ask(page, "青葉フードの売上高は？")


def test_add_files_and_read_what_became_of_each(page, tmp_path):
    (tmp_path / "若葉精機.csv").write_text(
        "若葉精機の業績\n項目,2024年度,2025年度\n売上高（億円）,31,38\n", "utf-8"
    )
    (tmp_path / "写真.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    page.get_by_role("tab", name="記事").click()
    page.set_input_files("#k-file input[type=file]", [tmp_path / "若葉精機.csv", tmp_path / "写真.txt"])
    page.locator("#k-file").get_by_text("写真").wait_for(timeout=WAIT)
    page.click("#k-add")
    page.locator("#k-added .bad").wait_for(timeout=WAIT)
    said = page.locator("#k-added").inner_text()
    assert "写真.txt" in said and "若葉精機の業績" in said
    assert "若葉精機の業績" in page.locator("#k-articles").inner_text()


def test_an_address_that_is_not_public_is_refused_in_a_sentence(page):
    page.get_by_role("tab", name="記事").click()
    page.fill("#k-address textarea", "http://127.0.0.1/a")
    page.click("#k-add")
    page.locator("#k-added .bad").wait_for(timeout=WAIT)
    assert "127.0.0.1" in page.locator("#k-added").inner_text()
    assert page.locator("#k-address textarea").input_value() == "http://127.0.0.1/a"


def test_a_refused_article_keeps_what_was_typed(page):
    page.get_by_role("tab", name="記事").click()
    page.fill("#k-title input, #k-title textarea", "題名だけ")
    page.click("#k-add")
    page.locator("#k-added .bad").wait_for(timeout=WAIT)
    assert page.locator("#k-title input, #k-title textarea").input_value() == "題名だけ"


def test_switch_language(page):
    page.get_by_text("English").click()
    page.get_by_role("tab", name="Articles").wait_for(timeout=WAIT)
    assert "$1.46 billion" in ask(page, "What was xAI's net loss in Q3 2025?")
    assert page.locator("#k-send").inner_text() == "Ask"


def test_an_error_and_then_a_question_that_works(page):
    page.fill("#k-question textarea", "？？？")
    page.click("#k-send")
    page.locator("#k-chat .k-error").wait_for(timeout=WAIT)
    assert "300ドル" in ask(page, "Grokの月額料金は？", 2)


def test_what_the_articles_do_not_say_is_refused(page):
    assert "見つかりません" in ask(page, "トヨタの売上高は？")


def test_programs_ask_through_the_endpoint(page, chat_address):
    started = httpx.post(
        f"{chat_address}/gradio_api/call/ask", json={"data": ["xAIの純損失は？", "[]"]}, trust_env=False
    )
    stream = httpx.get(
        f"{chat_address}/gradio_api/call/ask/{started.json()['event_id']}", timeout=30, trust_env=False
    ).text
    (answer,) = json.loads(next(line for line in stream.splitlines() if line.startswith("data:"))[5:])
    assert answer["status"] == "answered" and answer["citations"]
