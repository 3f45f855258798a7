// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea>

class QLabel;

namespace punchcard {

/// The first thing that a person sees: try it on this computer at once, or add an account. Scrolls where it has little room.
class StartPage : public QScrollArea
{
    Q_OBJECT

public:
    explicit StartPage(QWidget *parent = nullptr);

    /// Whether what is tried here is kept from the user's files.
    void setSandboxed(bool sandboxed);

signals:
    void tryWished();
    void accountWished();
    void scriptWished();
    void openWished();

private:
    QWidget *makeCards();
    QWidget *makeCard(const QString &icon, const QString &title, QLabel *line, QWidget *action);

    QLabel *m_tryText; ///< what "Run an example" does
};

} // namespace punchcard
