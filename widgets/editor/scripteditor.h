// SPDX-License-Identifier: MIT
// widgets/editor: where scripts are written. ScriptTabs holds a ScriptPage for each, which is a ScriptEditor with its find
// bar, its notices and its problems. Text that is not saved lies in Drafts.
#pragma once

#include "core/lint/problemmodel.h"
#include "widgets/editor/editorhabits.h"
#include "widgets/editor/longlines.h"
#include "widgets/editor/textsearch.h"

#include <KSyntaxHighlighting/Theme>

#include <QPlainTextEdit>
#include <QPointer>
#include <QTextBlock>
#include <QTextEdit>
#include <QTimer>

#include <functional>

namespace punchcard {

class DirectiveCompletion;
class EditorMargin;
class Folding;
class ScriptHighlighter;

/// A text editor for scripts. Nothing it does holds up the event loop, however long the script or a line of it is.
class ScriptEditor : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit ScriptEditor(QWidget *parent = nullptr);
    ~ScriptEditor() override;

    /// Shows @p text: its first screen at once, the rest in slices. Read-only until loaded().
    void load(const QString &text);
    [[nodiscard]] bool isLoading() const { return m_pending.has_value(); }
    /// All of it, also while it is loading.
    [[nodiscard]] QString text() const;
    /// As it stands in the document, without the middle of very long lines: places in it are places in the document.
    [[nodiscard]] QString shownText() const;
    /// Makes the text @p text by one step of undo, changing only what differs.
    void replaceText(const QString &text);

    /// For the choice of the language.
    void setFileName(const QString &name);
    void setHabits(const EditorHabits &habits);
    /// In points, added to the font's.
    void setZoom(int zoom);
    [[nodiscard]] int zoom() const { return m_zoom; }
    [[nodiscard]] Indentation indentation() const { return m_indentation; }
    [[nodiscard]] QColor themeColour(KSyntaxHighlighting::Theme::EditorColorRole role) const;
    [[nodiscard]] bool hasLongLines() const;

    [[nodiscard]] LongLines *longLines() const { return m_longLines; }
    [[nodiscard]] Folding *folding() const { return m_folding; }
    [[nodiscard]] ScriptHighlighter *highlighter() const { return m_highlighter; }

    /// What is found in this script; not owned.
    void setProblems(ProblemModel *problems);
    [[nodiscard]] ProblemModel *problems() const { return m_problems; }
    [[nodiscard]] int problemRow(const QTextBlock &block) const;
    [[nodiscard]] QString problemTip(const QTextBlock &block) const;

    /// Marks these places, the one at @p current more than the others.
    void setHits(const QList<Hit> &hits, int current);
    /// Selects and shows them, opening folds.
    void selectRange(int start, int end);
    void goToLine(int line);
    /// Puts the cursor there, as soon as that much is loaded.
    void showPosition(int position);
    [[nodiscard]] QTextBlock blockAt(int y) const;
    void forEachSeenLine(const std::function<void(const QTextBlock &, const QRectF &)> &visit) const;

public slots:
    void indentLines();
    void unindentLines();
    void toggleComment();
    /// Applies the fix of the problem at the cursor.
    void fixHere();
    void fix(int row);
    void goToProblem(int direction);

signals:
    void loaded();
    void zoomRequested(int zoom);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    bool canInsertFromMimeData(const QMimeData *source) const override;
    QMimeData *createMimeDataFromSelection() const override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    void loadSlice();
    void finishLoading();
    void adapt();
    void applyLook();
    void layOut();
    void scrolled();
    void showSelections();
    void followChange(int position, int removed, int added);
    bool indentKey(QKeyEvent *event);
    void smartHome(bool select);
    void paintFolds(QPaintEvent *event);
    void addHits(QList<QTextEdit::ExtraSelection> &selections, std::pair<int, int> seen) const;
    void addProblems(QList<QTextEdit::ExtraSelection> &selections, std::pair<int, int> seen) const;
    [[nodiscard]] QTextEdit::ExtraSelection selection(int start, int end) const;
    [[nodiscard]] std::pair<int, int> seenRange() const;

    LongLines *m_longLines;
    ScriptHighlighter *m_highlighter;
    Folding *m_folding;
    EditorMargin *m_margin;
    DirectiveCompletion *m_completion;
    QPointer<ProblemModel> m_problems;
    QString m_fileName;
    EditorHabits m_habits;
    KSyntaxHighlighting::Theme m_theme;
    Indentation m_indentation;
    int m_zoom = 0;
    /// What is being loaded.
    struct Pending
    {
        QString whole;
        LongLines::Shown shown;
        qsizetype at = 0;
    };
    std::optional<Pending> m_pending;
    int m_wantedPosition = -1; ///< Where the cursor goes when all is loaded.
    QTimer m_loadTimer;
    QTimer m_adaptTimer;
    QList<Hit> m_hits;
    int m_currentHit = -1;
    int m_blocks = 1;
    bool m_applyingLook = false;
};

} // namespace punchcard
