// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"
#include "widgets/look/tones.h"

#include <QFrame>

class QLabel;

namespace punchcard {

/// A line that says what went wrong and what to do, until it is closed or the next attempt begins.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void showError(const Error &error);
    void showNote(const QString &text);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void show(look::Tone tone, const QString &icon, const QString &html);

    look::Tone m_tone = look::Tone::Failure;
    QLabel *m_icon;
    QLabel *m_text;
};

} // namespace punchcard
