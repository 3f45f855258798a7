// SPDX-License-Identifier: MIT
// Pictures of every page, in each theme, at the scale of QT_SCALE_FACTOR: punchcard-pictures FOLDER. Somebody looks at them.
#include "tests/pictures/samplejobs.h"
#include "tests/support/wait.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/look/appearance.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QFontDatabase>
#include <QImageWriter>
#include <QPushButton>
#include <QTabWidget>

using namespace punchcard;
using namespace Qt::StringLiterals;

namespace {

struct Look
{
    Theme theme;
    QString word;
};

class Camera
{
public:
    Camera(testing::WindowFixture &fixture, QString folder)
        : m_fixture(fixture)
        , m_folder(std::move(folder))
    {
    }

    /// Of @p widget in each theme.
    void take(QWidget *widget, const QString &name)
    {
        const QString scale = widget->devicePixelRatioF() > 1 ? u"@%1x"_s.arg(widget->devicePixelRatioF()) : QString();
        for (const auto &[theme, word] :
             {Look{Theme::Light, u"light"_s}, Look{Theme::Dark, u"dark"_s}, Look{Theme::HighContrastDark, u"contrast"_s}}) {
            Preferences preferences = m_fixture.settings->preferences();
            preferences.theme = theme;
            m_fixture.settings->setPreferences(preferences);
            QTest::qWait(300); // for what is painted in slices: nothing is tested here
            QImageWriter writer(u"%1/%2-%3%4.png"_s.arg(m_folder, name, word, scale));
            writer.setCompression(100);
            if (!writer.write(widget->grab().toImage()))
                qFatal("%s", qPrintable(writer.errorString()));
        }
    }

    /// Of the dialog that @p action opens.
    void takeDialog(const char *action, const QString &dialog)
    {
        m_fixture.find<QAction>(action)->trigger();
        if (auto *found = m_fixture.window->findChild<QDialog *>(dialog)) {
            QTest::qWait(200);
            take(found, dialog);
            found->reject();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

private:
    testing::WindowFixture &m_fixture;
    QString m_folder;
};

void useFonts(Settings &settings)
{
    if (QFontDatabase::families().contains(u"Inter"_s))
        QApplication::setFont(QFont(u"Inter"_s, 10));
    if (QFontDatabase::families().contains(u"JetBrains Mono"_s)) {
        Preferences preferences = settings.preferences();
        preferences.editorFont = u"JetBrains Mono"_s;
        settings.setPreferences(preferences);
    }
}

void waitFor(const char *what, const std::function<bool()> &done)
{
    if (!QTest::qWaitFor(done, 120'000))
        qFatal("never: %s", what);
}

/// The only job so far.
JobId runExample(testing::WindowFixture &fixture)
{
    JobModel &jobs = fixture.window->jobs();
    fixture.window->tryExample();
    waitFor("the example's end", [&] { return jobs.rowCount() > 0 && jobs.jobs().first().isOver(); });
    return jobs.jobs().first().id;
}

void takeWork(testing::WindowFixture &fixture, Camera &camera, JobId shown)
{
    JobModel &jobs = fixture.window->jobs();
    fixture.write(u"#!/usr/bin/env bash\nset -euo pipefail\nfor i in {1..600}; do\n    echo \"frame $i of 600\"\n    sleep 1\ndone\n"_s);
    fixture.window->run();
    waitFor("a running job", [&] { return jobs.index(0, 0).data(JobModel::StateRole).value<JobState>() == JobState::Running; });
    fixture.window->showJob(shown);
    QTest::qWait(1500);
    auto *tabs = fixture.find<QTabWidget>("jobTabWidget");
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        QTest::qWait(500);
        camera.take(fixture.window.get(), u"work-%1"_s.arg(tabs->tabText(tab).toLower().remove(u'&')));
    }
    tabs->setCurrentIndex(0);
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QString folder = QCoreApplication::arguments().value(1);
    if (folder.isEmpty() || !QDir().mkpath(folder))
        qFatal("punchcard-pictures FOLDER");
    look::applyTheme(Theme::Light);
    testing::WindowFixture fixture;
    fixture.prompts.chosen = 1;
    useFonts(*fixture.settings);
    Camera camera(fixture, folder);
    camera.take(fixture.window.get(), u"start"_s);
    fixture.write({});
    camera.take(fixture.window.get(), u"empty"_s);
    const JobId example = runExample(fixture);
    testing::writeSampleJobs(*fixture.store, 500);
    takeWork(fixture, camera, example);
    for (const char *action : {"about", "diagnostics", "shortcutsPage"})
        camera.takeDialog(action,
                          QLatin1StringView(action) == "shortcutsPage"_L1 ? u"shortcutsPage"_s : QLatin1StringView(action) + u"Dialog"_s);
    return 0;
}
