// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/desk.h"
#include "core/settings/settings.h"
#include "tests/support/scriptedprompts.h"
#include "widgets/window/mainwindow.h"

#include <QTemporaryDir>

#include <memory>

namespace punchcard::testing {

/// The real window on a home of its own, with the real hub behind "This computer".
class WindowFixture
{
public:
    WindowFixture();
    ~WindowFixture();

    /// Opens the window, as a start of the program does.
    void open();
    /// Leaves, as a quit does.
    void close();

    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] Job job(JobId id);
    [[nodiscard]] Job newest();
    template<typename T>
    [[nodiscard]] T *find(const char *name) const
    {
        return window->findChild<T *>(QLatin1StringView(name));
    }
    /// Opens a script of @p text in a tab.
    void write(const QString &text);

    ScriptedPrompts prompts;
    std::shared_ptr<store::Store> store;
    std::unique_ptr<Settings> settings;
    std::unique_ptr<Desk> desk;
    std::unique_ptr<MainWindow> window;

private:
    void stopHub();

    QTemporaryDir m_folder;
    Home m_home;
};

} // namespace punchcard::testing
