// SPDX-License-Identifier: MIT
#include "tests/widgets/window/windowfixture.h"

#include "core/base/files.h"
#include "core/secrets/memorytokenstore.h"
#include "core/store/habits.h"
#include "tests/support/wait.h"
#include "widgets/editor/scripttabs.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

#include <csignal>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

WindowFixture::WindowFixture()
{
    prompts.chosen = 0;
    qputenv("PUNCHCARD_HOME", path(u"home"_s).toUtf8());
    qputenv("PUNCHCARD_HUB", qgetenv("PUNCHCARD_BIN") + "/punchcard-hub");
    const Result<Home> home = Home::open();
    if (!home)
        qFatal("no home: %s", qPrintable(home.error().what));
    m_home = *home;
    open();
    // Whoever uses the window has read once what it sends.
    if (!wait(store::Habits(store->database()).keepSeenPreflight(thisComputerId(), Clock::system().now())))
        qFatal("the habits are not written");
}

WindowFixture::~WindowFixture()
{
    close();
    stopHub();
}

void WindowFixture::open()
{
    store = *wait(store::Store::open(m_home));
    settings = std::make_unique<Settings>(m_home);
    desk = std::make_unique<Desk>(store, std::make_shared<MemoryTokenStore>());
    window = std::make_unique<MainWindow>(*desk, store, *settings, prompts);
    QSignalSpy loaded(&window->jobs(), &JobModel::loaded);
    window->begin();
    window->show();
    if (!QTest::qWaitForWindowExposed(window.get(), 30'000) || !QTest::qWaitFor([&loaded] { return !loaded.isEmpty(); }, 20'000))
        qFatal("the window does not open");
}

void WindowFixture::close()
{
    if (!window)
        return;
    window->quit();
    window.reset();
    desk->stop();
    if (!QTest::qWaitFor(
            [this] {
                return std::ranges::none_of(wait(store->unfinished()).value_or(QList<Job>()),
                                            [this](const Job &each) { return desk->drives(each.id); });
            },
            20'000))
        qWarning("a job does not let go");
    desk.reset();
    settings.reset();
    store.reset();
}

void WindowFixture::stopHub()
{
    const Result<QByteArray> address = readFile(path(u"home/hub/address.json"_s), 4096);
    const auto hub = pid_t(QJsonDocument::fromJson(address.value_or(QByteArray())).object().value(u"pid"_s).toInteger());
    if (hub <= 0)
        return;
    ::kill(hub, SIGTERM);
    if (!QTest::qWaitFor([hub] { return ::kill(hub, 0) != 0; }, 20'000))
        qWarning("the hub does not end");
}

Job WindowFixture::job(JobId id)
{
    return wait(store->job(id)).value_or(Job());
}

Job WindowFixture::newest()
{
    const auto jobs = wait(store->jobs());
    return jobs && !jobs->isEmpty() ? job(jobs->first().id) : Job();
}

void WindowFixture::write(const QString &text)
{
    window->scripts()->newScript(u"test.sh"_s, text);
}

} // namespace punchcard::testing
