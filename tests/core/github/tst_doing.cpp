// SPDX-License-Identifier: MIT
#include "core/github/doing.h"
#include "tests/support/testmain.h"

#include <QSet>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::github;

class TstDoing : public QObject
{
    Q_OBJECT

private slots:
    void webRoot_data()
    {
        QTest::addColumn<QString>("root");
        QTest::addColumn<QString>("web");
        QTest::newRow("github.com") << u"https://api.github.com/"_s << u"https://github.com/"_s;
        QTest::newRow("Enterprise Server") << u"https://git.example.org/api/v3/"_s << u"https://git.example.org/"_s;
        QTest::newRow("with a port") << u"https://git.example.org:8443/api/v3/"_s << u"https://git.example.org:8443/"_s;
        QTest::newRow("data residency") << u"https://api.octo.ghe.com/"_s << u"https://octo.ghe.com/"_s;
        QTest::newRow("this computer") << u"http://127.0.0.1:1234/"_s << QString();
        QTest::newRow("none") << QString() << QString();
    }
    void webRoot()
    {
        QFETCH(QString, root);
        QFETCH(QString, web);
        QCOMPARE(github::webRoot(QUrl(root)), QUrl(web));
    }

    // Each deed has a text of its own that can be followed by a colon and a reason.
    void everyDeedIsNamed()
    {
        QSet<QString> texts;
        for (int deed = 0; deed <= int(Deed::SaveArtifact); ++deed) {
            const QString text = failureOf({.deed = Deed(deed), .name = u"NAME"_s});
            QVERIFY(!text.isEmpty());
            QVERIFY2(text.at(0).isUpper() && !text.endsWith(u'.'), qPrintable(text));
            texts.insert(text);
        }
        QCOMPARE(texts.size(), int(Deed::SaveArtifact) + 1);
    }
};

PUNCHCARD_TEST(TstDoing, tst_doing)

#include "tst_doing.moc"
