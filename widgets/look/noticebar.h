// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"
#include "widgets/look/tones.h"

#include <QFrame>

#include <functional>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace punchcard::look {

/// A quiet line that says something about what is below it, with what can be done. It goes away by its cross.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    /// For errors and notes that come up.
    explicit NoticeBar(QWidget *parent);
    NoticeBar(const QString &iconName, Tone tone, QWidget *parent);

    void setText(const QString &text);
    /// The text as it is read, without marks.
    [[nodiscard]] QString text() const { return accessibleName(); }
    /// @p heading stands out before @p text; a link leads to @p page unless that is empty.
    void tell(const QString &heading, const QString &text, const QUrl &page);
    enum class Press { Hides, Stays };
    /// The bar is hidden before @p act is called, unless @p press says that it stays.
    QPushButton *addButton(const QString &name, const QString &text, std::function<void()> act, Press press = Press::Hides);

public slots:
    void showError(const punchcard::Error &error);
    void showNote(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void say(const QString &text, const QString &html);

    QString m_iconName;
    Tone m_tone;
    QWidget *m_iconPlace;
    QLabel *m_label;
    QGridLayout *m_layout;
    QHBoxLayout *m_buttons;
    bool m_isNarrow = false; ///< the buttons stand below the text
};

} // namespace punchcard::look
