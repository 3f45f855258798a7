// SPDX-License-Identifier: MIT
#pragma once

#include "widgets/editor/textsearch.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QLineEdit;
class QToolButton;

namespace punchcard {

class ScriptEditor;

/// Finds and replaces in one editor. Searching happens on the pool, so no expression can hold up the window.
class FindBar : public QFrame
{
    Q_OBJECT

public:
    explicit FindBar(ScriptEditor *editor, QWidget *parent = nullptr);

    void openFind();
    void openReplace();
    void next() { go(1); }
    void previous() { go(-1); }

public slots:
    void closeBar();
    void replaceCurrent();
    void replaceAll();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *makeToggle(const char *name, const QString &iconName, const QString &tip, const QKeySequence &keys);
    QToolButton *makeButton(const char *name, const QString &iconName, const QString &tip);
    void build();
    void openWith(bool replace);
    [[nodiscard]] Search search() const;
    void searchSoon(bool jump);
    void runSearch();
    void take(const Result<QList<Hit>> &found);
    void go(int direction);
    void select(int index);
    void applyAll(const Search &search, const QString &text, const QList<Hit> &hits);
    void say();
    [[nodiscard]] int firstHitFrom(int position) const;

    ScriptEditor *m_editor;
    QLineEdit *m_pattern;
    QLineEdit *m_replacement;
    QWidget *m_replaceRow;
    QToolButton *m_case;
    QToolButton *m_word;
    QToolButton *m_expression;
    QLabel *m_count;
    QTimer m_timer;
    QList<Hit> m_hits;
    QString m_problem;
    int m_current = -1;
    int m_origin = 0; ///< Where the cursor was when the search began.
    int m_generation = 0;
    bool m_jump = false; ///< The next answer moves to a hit.
    int m_wanted = 0; ///< The direction that was asked for before the answer came.
    bool m_searching = false;
};

} // namespace punchcard
