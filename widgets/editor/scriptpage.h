// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/editor/drafts.h"
#include "widgets/editor/textfile.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

#include <functional>

class QVBoxLayout;

namespace punchcard {

namespace look {
class NoticeBar;
}

class FindBar;
class Linter;
class ProblemsPane;
class ScriptEditor;
struct EditorHabits;

/// One script: its text, the file it came from, and what there is to say about it.
class ScriptPage : public QWidget
{
    Q_OBJECT

public:
    using Then = std::function<void(const Result<> &)>;

    explicit ScriptPage(QWidget *parent = nullptr);
    ~ScriptPage() override;

    void setHabits(const EditorHabits &habits);

    /// A script without a file.
    void begin(const QString &name, const QString &text);
    void open(const QString &path, Then then);
    /// Writes it to @p path, which is its file from then on.
    void save(const QString &path, Then then);
    /// Reads the file again, by one step of undo.
    void reload();
    void restore(const Draft &draft, Then then);
    [[nodiscard]] Draft draft() const;

    [[nodiscard]] QString id() const { return m_id; }
    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isModified() const;
    /// Nothing in it that could be lost or missed: without a file, and empty.
    [[nodiscard]] bool isBlank() const;
    [[nodiscard]] bool isBusy() const { return m_busy > 0; }
    [[nodiscard]] ScriptEditor *editor() const { return m_editor; }
    [[nodiscard]] FindBar *findBar() const { return m_findBar; }
    [[nodiscard]] ProblemsPane *problemsPane() const { return m_problems; }
    [[nodiscard]] Linter *linter() const { return m_linter; }
    /// What ShellCheck thinks of the text as it is now will be known in a moment.
    [[nodiscard]] bool isLintComing() const;

    /// The file became another one, or is gone.
    void fileChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;

signals:
    /// Name, path, or whether it is modified.
    void titleChanged();
    /// A moment after the last stroke of a key.
    void textSettled();

private:
    enum class Notice { Changed, Gone, Recovered, Encoding, LineEnds, LongLines, Unchecked };
    /// A file as it was read.
    struct Read
    {
        TextFile file;
        QByteArray digest;
        qint64 changedAt = 0;
    };
    [[nodiscard]] static Result<Read> read(const QString &path);
    void take(const QString &path, const Read &read);
    void settle();
    void noticeFormat();
    void noticeLongLines();
    void setPath(const QString &path);
    look::NoticeBar *notice(Notice which);
    look::NoticeBar *makeNotice(Notice which);
    void convert();

    QString m_id;
    QString m_name;
    QString m_path;
    TextFile m_format; ///< Its text is empty: that is in the editor.
    QByteArray m_digest; ///< Of the file as we know it.
    qint64 m_changedAt = 0;
    int m_busy = 0;
    ScriptEditor *m_editor;
    FindBar *m_findBar;
    Linter *m_linter;
    ProblemsPane *m_problems;
    QVBoxLayout *m_layout;
    QHash<int, look::NoticeBar *> m_notices;
    bool m_checks = true;
    bool m_toldUnchecked = false;
    QTimer m_settleTimer;
};

} // namespace punchcard
