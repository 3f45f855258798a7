// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/look/tones.h"

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;

namespace punchcard::look {

/// A quiet line above the text that says something about it, with what can be done. It goes away by its cross.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    NoticeBar(const QString &iconName, Tone tone, QWidget *parent);

    void setText(const QString &text);
    [[nodiscard]] QString text() const;
    /// The bar is hidden before @p act is called.
    void addButton(const QString &name, const QString &text, std::function<void()> act);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_iconName;
    Tone m_tone;
    QWidget *m_iconPlace;
    QLabel *m_label;
    QHBoxLayout *m_layout;
    int m_buttons = 0;
};

} // namespace punchcard::look
