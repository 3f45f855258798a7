// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea>

namespace punchcard {

/// The first thing that a person sees: try it on this computer at once, or add an account. Scrolls where it has little room.
class StartPage : public QScrollArea
{
    Q_OBJECT

public:
    explicit StartPage(QWidget *parent = nullptr);

signals:
    void tryWished();
    void accountWished();
    void scriptWished();
    void openWished();

private:
    QWidget *makeCards();
    QWidget *makeCard(const QString &icon, const QString &title, const QString &text, QWidget *action);
};

} // namespace punchcard
