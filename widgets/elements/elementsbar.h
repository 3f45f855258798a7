// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/elements.h"

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace punchcard {

/// Above the elements: how many stand where, each count a filter; a field that finds; and what can be done with all of them.
class ElementsBar : public QWidget
{
    Q_OBJECT

public:
    explicit ElementsBar(QWidget *parent = nullptr);

    void setCounts(const ElementCounts &counts);
    /// As if the user had chosen it.
    void choose(ElementStates states);
    [[nodiscard]] QLineEdit *find() const { return m_find; }
    /// At the end. @p isWordy: with its text where there is room.
    QToolButton *add(QAction *action, bool isWordy = false);

signals:
    /// None: all.
    void statesChosen(punchcard::ElementStates states);
    void textChanged(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Chip
    {
        ElementStates states;
        QString word;
        QToolButton *button;
    };
    void addChip(const char *name, ElementStates states, const QString &word, const QString &icon);
    enum class Words { All, Actions, None };
    void label();
    void labelWith(Words words);
    [[nodiscard]] static int countOf(const ElementCounts &counts, ElementStates states);

    QList<Chip> m_chips;
    QList<QToolButton *> m_wordy;
    ElementCounts m_counts;
    ElementStates m_states = {};
    QHBoxLayout *m_row;
    QLineEdit *m_find;
};

} // namespace punchcard
