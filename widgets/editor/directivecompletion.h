// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

class QCompleter;
class QKeyEvent;
class QPlainTextEdit;
class QStringListModel;

namespace punchcard {

/// Offers what a script can ask for while a line of directives (core/jobs/directives) is being typed.
class DirectiveCompletion : public QObject
{
    Q_OBJECT

public:
    explicit DirectiveCompletion(QPlainTextEdit *editor);

    /// Whether the list that is open wants @p event for itself: choosing, closing.
    [[nodiscard]] bool wants(const QKeyEvent *event) const;
    /// A key was typed: the list opens, changes or closes. @p asked: by the keys that ask for it.
    void follow(bool asked);
    [[nodiscard]] QCompleter *completer() const { return m_completer; }

private:
    void insert(const QString &completion);

    QPlainTextEdit *m_editor;
    QStringListModel *m_words;
    QCompleter *m_completer;
};

} // namespace punchcard
