// SPDX-License-Identifier: MIT
#include "core/settings/report.h"
#include "core/settings/settings.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstSettings : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void whatWasChosenIsThereAgain();
    void badValuesFallBack();
    void aChangeIsToldOnce();
    void theWindowsStateComesBack();
    void aReportNamesNoToken();

private:
    [[nodiscard]] Home home() const
    {
        Home home;
        home.config = m_folder->path();
        return home;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TstSettings::whatWasChosenIsThereAgain()
{
    const Preferences chosen{.theme = Theme::HighContrastDark,
                             .editorFont = u"Some Mono"_s,
                             .editorFontSize = 14,
                             .editorTheme = u"Nord"_s,
                             .tabWidth = 2,
                             .softTabs = false,
                             .wrapLines = true,
                             .checkScripts = false,
                             .templatesFolder = u"/templates"_s,
                             .resultsFolder = u"/results, with a comma"_s,
                             .keepLogsDays = 30,
                             .keepArtifactsDays = 7,
                             .notifyWhenEnded = false,
                             .showInTray = true,
                             .leastPollSeconds = 15};
    {
        Settings settings(home());
        settings.setPreferences(chosen);
    }
    QVERIFY(Settings(home()).preferences() == chosen);
}

// Breaks for the user: a file mended by hand, and the program does not start.
void TstSettings::badValuesFallBack()
{
    QFile file(m_folder->filePath(u"settings.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[appearance]\ntheme=purple\n[editor]\ntabWidth=-3\nfontSize=many\nsoftTabs=perhaps\nwrapLines=true\n[window]\njob=x\n");
    file.close();
    const Settings settings(home());
    QVERIFY(settings.preferences() == Preferences{.wrapLines = true});
    QCOMPARE(settings.windowState().job, 0);
}

void TstSettings::aChangeIsToldOnce()
{
    Settings settings(home());
    QSignalSpy told(&settings, &Settings::changed);
    Preferences preferences = settings.preferences();
    settings.setPreferences(preferences);
    QCOMPARE(told.size(), 0);
    preferences.theme = Theme::Dark;
    settings.setPreferences(preferences);
    settings.setPreferences(preferences);
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().at(1).value<Preferences>().theme, Theme::System);
}

void TstSettings::theWindowsStateComesBack()
{
    {
        Settings settings(home());
        settings.setWindowState({.geometry = "\x01\x00g"_ba, .scripts = {{u"tabs"_s, 2}}, .job = 12, .welcomed = true});
    }
    const WindowState state = Settings(home()).windowState();
    QCOMPARE(state.geometry, "\x01\x00g"_ba);
    QCOMPARE(state.scripts.value(u"tabs"_s).toInt(), 2);
    QCOMPARE(state.job, 12);
    QVERIFY(state.welcomed);
    QVERIFY(!state.toldQuitIsFree);
}

// Breaks for the user: they send a report, and with it their token.
void TstSettings::aReportNamesNoToken()
{
    Home home;
    home.data = m_folder->path();
    for (const auto &[name, line] :
         {std::pair("diagnostics.1.log", "older\n"), std::pair("diagnostics.0.log", "newer ghp_0123456789abcdefghij\n")}) {
        QFile file(m_folder->filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(line);
    }
    const QByteArray report = diagnosticsReport(home, {.tabWidth = 3});
    QVERIFY(report.contains("editor/tabWidth=3"));
    QVERIFY(report.indexOf("older") < report.indexOf("newer"));
    QVERIFY(!report.contains("ghp_"));
}

PUNCHCARD_TEST(TstSettings, tst_settings)
#include "tst_settings.moc"
