// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QRadioButton;
class QSpinBox;
class QTableView;
class QVBoxLayout;

namespace punchcard {

class ElementsModel;
class PlainList;
class TableModel;

namespace look {
class NoticeBar;
class Prompts;
} // namespace look

/// How often the script runs: once, a number of times, once for each input, or once for each row of a table, which is chosen
/// or dropped; and how its elements get along.
class ArraySheet : public QDialog
{
    Q_OBJECT

public:
    ArraySheet(const JobSpec &spec, look::Prompts &prompts, QWidget *parent = nullptr);

    /// Puts what is chosen here into @p spec.
    void applyTo(JobSpec &spec) const;
    /// One line: "8 times"; empty: it is no array.
    [[nodiscard]] static QString summary(const JobSpec &spec);

public slots:
    void accept() override;
    /// A table when it is one file of such a name; otherwise inputs, an element each.
    void add(const QStringList &paths);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum class Kind { Once, Times, Inputs, Table };
    [[nodiscard]] Kind kind() const;
    void setKind(Kind kind);
    void setSpec(const JobSpec &spec);
    void nameParts();
    void layOut(look::Prompts &prompts);
    void addKinds(QVBoxLayout &column, look::Prompts &prompts);
    void addLimits(QVBoxLayout &column);
    void judge();
    void readTable(const QString &file);

    QRadioButton *m_once;
    QRadioButton *m_times;
    QRadioButton *m_inputs;
    QRadioButton *m_rows;
    QSpinBox *m_count;
    ElementsModel *m_elements;
    PlainList *m_list;
    QWidget *m_inputsPart;
    TableModel *m_table;
    QTableView *m_preview;
    QLabel *m_file;
    QWidget *m_tablePart;
    QWidget *m_limits;
    QSpinBox *m_atOnce;
    QCheckBox *m_failFast;
    QCheckBox *m_merge;
    look::NoticeBar *m_notice;
};

} // namespace punchcard
