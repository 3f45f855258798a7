// SPDX-License-Identifier: MIT
// What the program tells the desktop: notifications, the tray, the count at its entry in the task bar.
#include "app/desktop/services.h"
#include "core/store/jobfolder.h"
#include "tests/desktop/fakedesktop.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/jobs/joblist.h"
#include "widgets/window/jobends.h"
#include "widgets/window/mainwindow.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testing::wait;

namespace {

// What Qt would hand to a Wayland compositor for @p window: the variable as it is while the window comes forward.
class TokenAtActivation : public QObject
{
public:
    explicit TokenAtActivation(QWidget *window)
        : QObject(window)
    {
        window->showMinimized();
        if (!QTest::qWaitFor([window] { return window->isMinimized(); }))
            qFatal("the window is not minimized");
        window->installEventFilter(this);
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::WindowStateChange && token.isEmpty())
            token = qgetenv("XDG_ACTIVATION_TOKEN");
        return QObject::eventFilter(watched, event);
    }

    QByteArray token;
};

} // namespace

class TstDesktop : public QObject
{
    Q_OBJECT

public slots:
    void badgeChanged(const QString &application, const QVariantMap &properties);

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase() { m_desktop.reset(); }
    void aJobIsToldOnceAndAClickShowsIt();
    void severalAreToldTogether();
    void nothingIsToldInFrontOrWhenSwitchedOff();
    void theTrayShowsHowManyRun();
    void theTaskBarShowsHowManyRun();
    void aSecondStartComesForward();
    void whatComesBeforeTheWindowIsNotLost();

private:
    void prefer(const std::function<void(Preferences &)> &change);
    /// One that another process drives.
    [[nodiscard]] Job addJob(const QString &name);
    void end(Job job, Outcome outcome = Outcome::Succeeded);
    void cover();
    [[nodiscard]] QString trayTip();

    std::unique_ptr<testing::FakeDesktop> m_desktop;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<desktop::Services> m_services;
    std::vector<std::unique_ptr<QLockFile>> m_locks;
    std::unique_ptr<QWidget> m_cover;
    QVariantMap m_badge;
};

void TstDesktop::initTestCase()
{
    QGuiApplication::setDesktopFileName(u"io.github.punchcard.Punchcard"_s);
    m_desktop = std::make_unique<testing::FakeDesktop>();
    QVERIFY(QDBusConnection::sessionBus().connect({}, {}, u"com.canonical.Unity.LauncherEntry"_s, u"Update"_s, this,
                                                  // clang-format off
                                                  SLOT(badgeChanged(QString,QVariantMap))));
    // clang-format on
}

void TstDesktop::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("PUNCHCARD_HOME", m_folder->filePath(u"home"_s).toUtf8());
    qputenv("PUNCHCARD_HUB", qgetenv("PUNCHCARD_BIN") + "/punchcard-hub");
    m_badge.clear();
    m_services = std::make_unique<desktop::Services>(*Home::open(), desktop::Request());
    m_services->start();
    QTRY_VERIFY(m_services->window());
    QTRY_VERIFY(m_services->window()->isActiveWindow());
}

void TstDesktop::cleanup()
{
    m_cover.reset();
    m_services.reset();
    m_locks.clear();
}

void TstDesktop::badgeChanged(const QString &application, const QVariantMap &properties)
{
    QCOMPARE(application, u"application://io.github.punchcard.Punchcard.desktop"_s);
    m_badge = properties;
}

void TstDesktop::prefer(const std::function<void(Preferences &)> &change)
{
    Preferences preferences = m_services->settings().preferences();
    change(preferences);
    m_services->settings().setPreferences(preferences);
}

Job TstDesktop::addJob(const QString &name)
{
    store::Store &store = m_services->desk()->store();
    const Job wanted{.spec = {.name = name, .account = thisComputerId()}, .createdAt = Clock::system().now()};
    Job job = *wait(store.add(wanted));
    const store::JobFolder folder(store.home(), job.uid);
    if (!folder.write(job.spec, "echo\n"))
        qFatal("no job folder");
    m_locks.push_back(std::move(*folder.tryLock()));
    job.phase = Phase::Started;
    if (!wait(store.save(job)))
        qFatal("the job is not saved");
    const auto isOpen = [this, id = job.id] { return m_services->window()->jobs().indexOf(id).data(JobModel::IsOpenRole).toBool(); };
    if (!QTest::qWaitFor(isOpen, 10'000))
        qFatal("the job does not appear");
    return job;
}

void TstDesktop::end(Job job, Outcome outcome)
{
    job.phase = Phase::Cleared;
    job.outcome = outcome;
    job.results = Results::Complete;
    job.finishedAt = Clock::system().now();
    QVERIFY(wait(m_services->desk()->store().save(job)));
    QTRY_VERIFY(!m_services->window()->jobs().indexOf(job.id).data(JobModel::IsOpenRole).toBool());
}

// Another program's window is in front.
void TstDesktop::cover()
{
    m_cover = std::make_unique<QWidget>();
    m_cover->resize(300, 200);
    m_cover->show();
    m_cover->activateWindow();
    QTRY_VERIFY(m_cover->isActiveWindow() && !m_services->window()->isActiveWindow());
}

void TstDesktop::aJobIsToldOnceAndAClickShowsIt()
{
    const qsizetype before = m_desktop->notifications().size();
    const Job other = addJob(u"other.sh"_s);
    const Job job = addJob(u"kernel.sh"_s);
    m_services->window()->showJob(other.id);
    cover();
    end(job);
    QTRY_COMPARE(m_desktop->notifications().size(), before + 1);
    const testing::SentNotification sent = m_desktop->notifications().last();
    QCOMPARE(sent.summary, u"kernel.sh"_s);
    QVERIFY2(sent.body.startsWith(u"Succeeded after"_s), qPrintable(sent.body));
    QVERIFY(sent.actions.contains(u"default"_s));
    // A later change of the same job is no news.
    Job again = *wait(m_services->desk()->store().job(job.id));
    again.results = Results::Incomplete;
    QVERIFY(wait(m_services->desk()->store().save(again)));
    // That of another one is: by then the first would have been told twice.
    end(other, Outcome::Failed);
    QTRY_COMPARE(m_desktop->notifications().size(), before + 2);
    QCOMPARE(m_desktop->notifications().last().summary, u"other.sh"_s);
    QVERIFY(m_desktop->notifications().last().body.startsWith(u"Failed"_s));
    TokenAtActivation seen(m_services->window());
    m_desktop->click(sent.id, u"from the notification"_s);
    QTRY_COMPARE(m_services->window()->findChild<JobList *>()->current(), std::optional(job.id));
    QCOMPARE(seen.token, QByteArray("from the notification"));
    QTRY_VERIFY(m_services->window()->isActiveWindow());
}

void TstDesktop::severalAreToldTogether()
{
    const qsizetype before = m_desktop->notifications().size();
    const Job first = addJob(u"a.sh"_s);
    const Job second = addJob(u"b.sh"_s);
    const Job third = addJob(u"c.sh"_s);
    cover();
    end(first);
    end(second, Outcome::Failed);
    end(third);
    QTRY_COMPARE(m_desktop->notifications().size(), before + 1);
    const testing::SentNotification sent = m_desktop->notifications().last();
    QCOMPARE(sent.summary, u"3 jobs have ended"_s);
    QCOMPARE(sent.body, u"2 succeeded, 1 did not"_s);
}

void TstDesktop::nothingIsToldInFrontOrWhenSwitchedOff()
{
    const qsizetype before = m_desktop->notifications().size();
    QSignalSpy ended(&m_services->window()->ends(), &JobEnds::ended);
    end(addJob(u"seen.sh"_s));
    QTRY_COMPARE(ended.size(), 1);
    prefer([](Preferences &preferences) { preferences.notifyWhenEnded = false; });
    const Job unwanted = addJob(u"unwanted.sh"_s);
    cover();
    end(unwanted);
    QTRY_COMPARE(ended.size(), 2);
    prefer([](Preferences &preferences) { preferences.notifyWhenEnded = true; });
    end(addJob(u"wanted.sh"_s));
    QTRY_COMPARE(m_desktop->notifications().size(), before + 1);
    QCOMPARE(m_desktop->notifications().last().summary, u"wanted.sh"_s);
}

// As the desktop asks for it.
QString TstDesktop::trayTip()
{
    QDBusMessage ask = QDBusMessage::createMethodCall(m_desktop->trayIcons().last(), u"/StatusNotifierItem"_s,
                                                      u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    ask << u"org.kde.StatusNotifierItem"_s << u"ToolTip"_s;
    const QDBusConnection bus = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"asks"_s);
    const QDBusPendingCall call = bus.asyncCall(ask);
    if (!QTest::qWaitFor([&call] { return call.isFinished(); }, 30'000) || call.isError())
        return {};
    const auto tip = call.reply().arguments().first().value<QDBusVariant>().variant().value<QDBusArgument>();
    QString icon;
    QString title;
    tip.beginStructure();
    tip >> icon;
    tip.beginArray();
    while (!tip.atEnd()) {
        int width = 0;
        int height = 0;
        QByteArray pixels;
        tip.beginStructure();
        tip >> width >> height >> pixels;
        tip.endStructure();
    }
    tip.endArray();
    tip >> title;
    return title;
}

void TstDesktop::theTrayShowsHowManyRun()
{
    QVERIFY(m_desktop->trayIcons().isEmpty());
    prefer([](Preferences &preferences) { preferences.showInTray = true; });
    QTRY_COMPARE(m_desktop->trayIcons().size(), 1);
    QTRY_COMPARE(trayTip(), u"Punchcard: nothing runs"_s);
    const Job job = addJob(u"kernel.sh"_s);
    QTRY_COMPARE(trayTip(), u"Punchcard: 0 running, 1 queued"_s);
    // With a tray, closing the window leaves the program where it is.
    QSignalSpy left(m_services->window(), &MainWindow::left);
    m_services->window()->close();
    QVERIFY(!m_services->window()->isVisible());
    end(job);
    QTRY_COMPARE(trayTip(), u"Punchcard: nothing runs"_s);
    QVERIFY(left.isEmpty());
}

void TstDesktop::theTaskBarShowsHowManyRun()
{
    const Job job = addJob(u"kernel.sh"_s);
    QTRY_COMPARE(m_badge.value(u"count"_s).toLongLong(), 1);
    QVERIFY(m_badge.value(u"count-visible"_s).toBool());
    end(job);
    QTRY_VERIFY(!m_badge.value(u"count-visible"_s, true).toBool());
}

void TstDesktop::aSecondStartComesForward()
{
    const desktop::Request request{.activation = u"from the launcher"_s};
    QCOMPARE(desktop::fromMessage(desktop::toMessage(request)), request);
    TokenAtActivation seen(m_services->window());
    m_services->take(request);
    QTRY_VERIFY(m_services->window()->isActiveWindow());
    QCOMPARE(seen.token, QByteArray("from the launcher"));
    QVERIFY(!qEnvironmentVariableIsSet("XDG_ACTIVATION_TOKEN"));
}

// Breaks for the user: two scripts are opened from the file manager at once, and only one of them is there.
void TstDesktop::whatComesBeforeTheWindowIsNotLost()
{
    m_services.reset();
    QStringList files;
    for (const QString &name : {u"first.sh"_s, u"second.sh"_s}) {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        files.append(file.fileName());
    }
    m_services = std::make_unique<desktop::Services>(*Home::open(), desktop::Request{.files = {files.first()}});
    m_services->start();
    QVERIFY(!m_services->window());
    m_services->take(desktop::Request{.files = {files.last()}});
    QTRY_VERIFY(m_services->window());
    QTRY_COMPARE(m_services->window()->scripts()->recentFiles().size(), 2);
    QCOMPARE(m_services->window()->scripts()->currentName(), u"second.sh"_s);
}

PUNCHCARD_TEST(TstDesktop, tst_desktop)
#include "tst_desktop.moc"
