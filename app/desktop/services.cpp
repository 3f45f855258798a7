// SPDX-License-Identifier: MIT
#include "app/desktop/services.h"

#include "core/secrets/keychaintokenstore.h"
#include "core/secrets/sessiontokenstore.h"
#include "widgets/window/jobends.h"
#include "widgets/window/mainwindow.h"

#include <QApplication>
#include <QLoggingCategory>
#include <QPointer>
#include <QTimer>

namespace punchcard::desktop {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Q_LOGGING_CATEGORY(lcDesktop, "punchcard.desktop")

// What has not let go by then is cut off: the phase on the disk does the rest.
constexpr auto patience = 3s;

Async<SecretString> passphraseFrom(QPointer<Services> services, SealedTokenStore::For what)
{
    SecretString given = services ? services->askPassphrase(what) : SecretString();
    if (given.isEmpty())
        co_return cancelledError();
    co_return given;
}

} // namespace

Services::Services(Home home, Request first)
    : m_home(std::move(home))
    , m_first(std::move(first))
    , m_settings(m_home)
{
    // Closing the window is not the end: jobs let go first, or the tray keeps watching.
    QApplication::setQuitOnLastWindowClosed(false);
    for (const auto told : {&Signals::interrupted, &Signals::terminated})
        connect(&m_signals, told, this, &Services::leaveAtOnce);
}

Services::~Services() = default;

void Services::start()
{
    QCoro::connect(store::Store::open(m_home), this, [this](const Result<std::shared_ptr<store::Store>> &store) {
        if (store) {
            openWindow(*store);
            return;
        }
        m_prompts.tell(nullptr, store.error().what, store.error().remedy);
        QCoreApplication::exit(1);
    });
}

void Services::openWindow(std::shared_ptr<store::Store> store)
{
    const auto keychain = std::make_shared<KeychainTokenStore>(m_home.keychainService);
    const auto ask = [services = QPointer(this)](SealedTokenStore::For what, const Context &) { return passphraseFrom(services, what); };
    const auto sealed = std::make_shared<SealedTokenStore>(m_home.data + u"/tokens.sealed"_s, ask);
    m_desk = std::make_unique<Desk>(store, std::make_shared<SessionTokenStore>(keychain, sealed));
    m_window = std::make_unique<MainWindow>(*m_desk, std::move(store), m_settings, m_prompts);
    m_tray = std::make_unique<Tray>(m_window->jobs());
    connectDesktop();
    const auto tell = [this] { qCInfo(lcDesktop, "The window shows %lld jobs", qlonglong(m_window->jobs().jobs().size())); };
    // Once all that loading set in motion is done.
    connect(&m_window->jobs(), &JobModel::loaded, this, [this, tell] { QTimer::singleShot(0, this, tell); }, Qt::SingleShotConnection);
    m_window->begin();
    m_window->show();
    carryOut(m_first);
}

SecretString Services::askPassphrase(SealedTokenStore::For what)
{
    const bool fresh = what == SealedTokenStore::For::Making;
    const QString label = fresh ? tr("No keychain works here. Your tokens and secrets go into a file of your own, sealed by a passphrase "
                                     "that is asked for after each start.")
                                : tr("Your tokens and secrets lie in a file that a passphrase seals. A job needs them to go on.");
    return m_prompts.choosePassphrase(m_window.get(), fresh ? tr("Seal the tokens") : tr("Unlock the tokens"), label, fresh);
}

void Services::connectDesktop()
{
    connect(m_window.get(), &MainWindow::left, this, &Services::leave);
    connect(m_tray.get(), &Tray::windowWished, m_window.get(), &MainWindow::comeForward);
    connect(m_tray.get(), &Tray::quitWished, m_window.get(), &MainWindow::quit);
    connect(&m_window->ends(), &JobEnds::ended, this, [this](JobId job, const QString &title, const QString &text) {
        if (m_settings.preferences().notifyWhenEnded && !m_window->isActiveWindow())
            m_notifications.show(job, title, text);
    });
    connect(&m_notifications, &Notifications::chosen, this, [this](JobId job, const QString &activation) {
        comeForward(activation);
        m_window->showJob(job);
    });
    connect(&m_window->jobs(), &JobModel::countsChanged, this, &Services::showCount);
    connect(&m_settings, &Settings::changed, this, &Services::applyPreferences);
    applyPreferences();
}

// At the program's entry in the task bar or dock, where the desktop can do that.
void Services::showCount()
{
    const JobModel::Counts &counts = m_window->jobs().counts();
    qGuiApp->setBadgeNumber(counts.running + counts.queued + counts.waiting);
}

void Services::applyPreferences()
{
    m_tray->setWanted(m_settings.preferences().showInTray);
    m_window->setStaysWhenClosed(m_tray->isThere());
}

void Services::take(const Request &request)
{
    if (!m_window) {
        m_first.files += request.files;
        m_first.local = m_first.local || request.local;
        return;
    }
    carryOut(request);
    comeForward(request.activation);
}

void Services::comeForward(const QString &activation)
{
    // Where Qt looks for it when a window is to become the active one.
    constexpr auto variable = "XDG_ACTIVATION_TOKEN";
    if (!activation.isEmpty())
        qputenv(variable, activation.toUtf8());
    m_window->comeForward();
    // It holds once, and is nothing for the programs that we start.
    qunsetenv(variable);
}

void Services::leaveAtOnce()
{
    if (m_window)
        m_window->leaveAtOnce();
    else
        QCoreApplication::quit();
}

void Services::carryOut(const Request &request)
{
    m_window->openScripts(request.files);
    if (request.local)
        m_window->chooseThisComputer();
}

void Services::leave()
{
    connect(m_desk.get(), &Desk::idle, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    QTimer::singleShot(patience, qApp, &QCoreApplication::quit);
    m_desk->stop();
}

} // namespace punchcard::desktop
