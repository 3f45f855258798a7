// SPDX-License-Identifier: MIT
#include "app/desktop/services.h"

#include "core/secrets/keychaintokenstore.h"
#include "core/secrets/sessiontokenstore.h"
#include "widgets/window/mainwindow.h"

#include <QApplication>
#include <QTimer>

namespace punchcard::desktop {

using namespace std::chrono_literals;

namespace {

// What has not let go by then is cut off: the phase on the disk does the rest.
constexpr auto patience = 3s;

} // namespace

Services::Services(Home home, Request first)
    : m_home(std::move(home))
    , m_first(std::move(first))
    , m_settings(m_home)
{
    // Closing the last window is not the end: jobs let go first.
    QApplication::setQuitOnLastWindowClosed(false);
    connect(qApp, &QGuiApplication::lastWindowClosed, this, &Services::leave);
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
    m_desk = std::make_unique<Desk>(std::move(store), std::make_shared<SessionTokenStore>(keychain));
    m_window = std::make_unique<MainWindow>(*m_desk, m_settings, m_prompts);
    m_window->begin();
    m_window->show();
    m_window->openScripts(m_first.files);
}

void Services::take(const Request &request)
{
    if (!m_window)
        return;
    m_window->openScripts(request.files);
    m_window->comeForward();
}

void Services::leave()
{
    if (!m_desk) {
        QCoreApplication::quit();
        return;
    }
    connect(m_desk.get(), &Desk::idle, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    QTimer::singleShot(patience, qApp, &QCoreApplication::quit);
    m_desk->stop();
}

} // namespace punchcard::desktop
