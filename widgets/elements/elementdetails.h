// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/elements.h"

#include <QWidget>

class QAction;
class QLabel;

namespace punchcard {

/// Two lines on the chosen element, and what can be done with it.
class ElementDetails : public QWidget
{
    Q_OBJECT

public:
    explicit ElementDetails(const QList<QAction *> &actions, QWidget *parent = nullptr);

    /// nullptr: none is chosen.
    void show(const Element *element, Time now);
    [[nodiscard]] QString text() const { return m_title + u'\n' + m_line; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void layOut();

    QString m_title;
    QString m_line;
    std::optional<ElementState> m_state;
    QLabel *m_sign;
    QLabel *m_first;
    QLabel *m_second;
};

} // namespace punchcard
