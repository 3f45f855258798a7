// SPDX-License-Identifier: MIT
#include "core/http/cache.h"
#include "tests/support/testmain.h"

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::http;

class TstCache : public QObject
{
    Q_OBJECT

private:
    static Request request(const QString &url, const QByteArray &token)
    {
        return Request{.url = QUrl(url), .token = SecretString(QByteArray(token)), .headers = {{"Accept", "x"}}};
    }
    static Reply reply(const QByteArray &body, int status = 200, const QByteArray &etag = "\"e\"")
    {
        return Reply{.status = status, .headers = {{"ETag", etag}}, .body = body};
    }

private slots:
    // Breaks for the user: one account is shown what another may see.
    void keysAreByAddressAndToken()
    {
        const QByteArray key = Cache::keyOf(request(u"https://h/a"_s, "one"));
        QCOMPARE(Cache::keyOf(request(u"https://h/a"_s, "one")), key);
        QVERIFY(Cache::keyOf(request(u"https://h/a"_s, "two")) != key);
        QVERIFY(Cache::keyOf(request(u"https://h/a?b"_s, "one")) != key);
        QVERIFY(!key.contains("one"));
        Request other = request(u"https://h/a"_s, "one");
        other.headers = {{"Accept", "y"}};
        QVERIFY(Cache::keyOf(other) != key);
    }

    void keepsWhatHasATag()
    {
        Cache cache;
        cache.keep("k", reply("body"));
        QVERIFY(cache.find("k"));
        QCOMPARE(cache.find("k")->body, QByteArray("body"));
        // A later answer without one makes the old one stale.
        cache.keep("k", reply("new", 200, {}));
        QVERIFY(!cache.find("k"));
        cache.keep("m", reply("no", 404));
        QVERIFY(!cache.find("m"));
    }

    void isBounded()
    {
        Cache cache(100 << 10);
        for (int i = 0; i < 50; ++i)
            cache.keep(QByteArray::number(i), reply(QByteArray(10 << 10, 'x')));
        QVERIFY(!cache.find("0"));
        QVERIFY(cache.find("49"));
        cache.keep("big", reply(QByteArray(200 << 10, 'x')));
        QVERIFY(!cache.find("big"));
    }
};

PUNCHCARD_TEST(TstCache, tst_cache)

#include "tst_cache.moc"
