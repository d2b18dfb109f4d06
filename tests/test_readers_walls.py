from pathlib import Path

import pytest
from formats import article, read_bytes, reasons

WALLS = {
    "Pardon our interruption": "Something about your browser made us think you were a bot. You may have "
    "disabled JavaScript, or a browser plugin keeps it from running. To go on, make sure that cookies "
    "and JavaScript are enabled.",
    "Just a moment...": "Enable JavaScript and cookies to continue",
    "Access denied": "You don't have permission to access this page on this server. Reference #18.2d",
    "502 Bad Gateway": "nginx/1.18.0 (Ubuntu)",
    "Herald": "We have noticed unusual activity from your network. To continue, verify you are human. "
    "Request ID: 8d22-11.",
    "Nur einen Moment…": "Bitte aktivieren Sie JavaScript und Cookies, um fortzufahren.",
    "Courrier": "Veuillez activer JavaScript et les cookies pour continuer. Confirmez que vous n'êtes "
    "pas un robot. Ray ID: 8d22f1",
    "Página no encontrada": "La página que busca no existe o se ha movido.",
    "Page not found": "The page that you asked for may have been moved or deleted. Go back to the home "
    "page or use the search.",
}

ABROAD = {
    "Attention Required! | Wolke": "Sorry, you have been blocked. This site is using a security "
    "service to protect itself.",
    "Robot or human?": "Activate and hold the button to confirm that you’re human.",
    "Seite nicht gefunden": "Die angeforderte Seite existiert nicht mehr.",
    "Un momento…": "Verificando que es usted humano. Se revisa la seguridad de su conexión.",
    "Подождите": "Проверка вашего браузера. Включите JavaScript и файлы cookie.",
    "请稍候…": "正在验证您是否是真人。需要先检查您的连接的安全性。",
    "アクセスが拒否されました": "このページにアクセスする権限がありません。参照番号 18.2d35",
    "페이지를 찾을 수 없습니다": "요청하신 페이지를 찾을 수 없습니다.",
}
ARTICLES = {
    "Access denied: how a village lost its path": "For a century the people of Tarn walked to the lock "
    "by the same path. On Friday its new owner shut the gate. The council cannot do anything, it says.",
    "How to switch on cookies": "To enable cookies in your browser, open the settings and choose privacy. "
    "JavaScript must be on as well. If the page still does not load, reload it. Shops need cookies to "
    "remember what is in the basket.",
    "A wall against robots": "The Herald has put up a wall against robots. Whoever comes too fast is told "
    "that access is denied. A spokesman said that automated access had grown tenfold, and that a "
    "security service now checks whether its readers are human. Reading by hand is not affected, he "
    "said, and libraries may ask for a key.",
    "Error": "The bank has admitted an error in 300 accounts, and pays it back by Friday.",
}


@pytest.mark.parametrize("title", WALLS)
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_wall_or_an_error_page_is_no_article(tmp_path: Path, title: str, suffix: str) -> None:
    head = f"# {title}" if suffix == ".md" else title
    (reason,) = reasons(read_bytes(tmp_path, f"a{suffix}", f"{head}\n\n{WALLS[title]}\n"))
    assert reason == f"a{suffix}:1: no article but a bot wall or an error page ({title})"


@pytest.mark.parametrize("title", ABROAD)
def test_walls_are_known_in_other_languages(tmp_path: Path, title: str) -> None:
    (reason,) = reasons(read_bytes(tmp_path, "a.txt", f"{title}\n\n{ABROAD[title]}\n"))
    assert "no article but a bot wall or an error page" in reason


@pytest.mark.parametrize("title", ARTICLES)
def test_an_article_that_speaks_of_them_is_one(tmp_path: Path, title: str) -> None:
    assert article(tmp_path, "a.md", f"# {title}\n\n{ARTICLES[title]}\n").title == title


def test_among_records_only_the_wall_is_left_out(tmp_path: Path) -> None:
    data = '{"text": "A record."}\n{"title": "403 Forbidden", "text": "nginx"}\n'
    found = read_bytes(tmp_path, "a.jsonl", data)
    assert len(found) == 2
    assert reasons(found) == [
        "a.jsonl:2: no article but a bot wall or an error page (403 Forbidden)"
    ]
