// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/jobmodel.h"

#include <QObject>

#include <memory>

class QMenu;
class QSystemTrayIcon;

namespace punchcard::desktop {

/// The icon in the desktop's tray, with how many jobs run. There while it is switched on.
class Tray : public QObject
{
    Q_OBJECT

public:
    explicit Tray(JobModel &jobs, QObject *parent = nullptr);
    ~Tray() override;

    /// Without a tray on the desktop it stays away.
    void setWanted(bool wanted);
    [[nodiscard]] bool isThere() const;

signals:
    void windowWished();
    void quitWished();

private:
    void update();

    JobModel &m_jobs;
    std::unique_ptr<QMenu> m_menu;
    QSystemTrayIcon *m_icon = nullptr;
};

/// The program's icon with @p count in its corner; without one for 0.
[[nodiscard]] QIcon iconWithCount(int count);

} // namespace punchcard::desktop
