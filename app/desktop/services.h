// SPDX-License-Identifier: MIT
#pragma once

#include "app/desktop/notifications.h"
#include "app/desktop/request.h"
#include "app/desktop/tray.h"
#include "core/base/home.h"
#include "core/base/signals.h"
#include "core/jobs/desk.h"
#include "core/secrets/sealedtokenstore.h"
#include "core/settings/settings.h"
#include "widgets/look/systemprompts.h"

#include <QObject>

#include <memory>

namespace punchcard {
class MainWindow;
}

namespace punchcard::desktop {

/// Makes the objects of the program and connects them. What is used by others is declared before them, so that it dies last.
class Services : public QObject
{
    Q_OBJECT

public:
    Services(Home home, Request first);
    ~Services() override;

    /// Opens the history and then the window; without a history it says why, and ends the program.
    void start();
    /// What a second start of the program asks for.
    void take(const Request &request);

    /// Asks the user for the passphrase of the sealed tokens; empty: they declined.
    [[nodiscard]] SecretString askPassphrase(SealedTokenStore::For what);
    /// nullptr until the history is open.
    [[nodiscard]] MainWindow *window() const { return m_window.get(); }
    [[nodiscard]] Desk *desk() const { return m_desk.get(); }
    [[nodiscard]] Settings &settings() { return m_settings; }

private:
    void openWindow(std::shared_ptr<store::Store> store);
    void connectDesktop();
    void applyPreferences();
    void carryOut(const Request &request);
    void comeForward(const QString &activation);
    void showCount();
    /// Without a question, as nobody may be there to answer it.
    void leaveAtOnce();
    void leave();

    Home m_home;
    Request m_first; ///< and what came before there was a window
    Signals m_signals;
    Settings m_settings;
    look::SystemPrompts m_prompts;
    Notifications m_notifications;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Tray> m_tray;
};

} // namespace punchcard::desktop
