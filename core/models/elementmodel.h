// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/logs/livetext.h"
#include "core/models/elements.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSortFilterProxyModel>

namespace punchcard {

/// The elements of an array, a row each: number, parameters, how each goes and went. Rows are changed where they changed.
class ElementModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// Between Number and State stand the parameters, a column each: see columnOf().
    enum Field { Number, State, Queued, Ran, Results, FieldCount };
    enum Role {
        NumberRole = Qt::UserRole + 1,
        StateRole,    ///< ElementState as int
        TextRole,     ///< its input or parameters
        TaskRole,     ///< qint64; 0: not listed yet
        AttemptRole,
        PageRole,
        FolderRole,   ///< of its results, below the job's; empty: none are here
        QueuedRole,   ///< qint64, ms; invalid: unknown
        RanRole,      ///< qint64, ms; invalid: it has not begun
        ProgressRole, ///< int, percent, as its script says; invalid: it does not, or does not run
        SortRole,     ///< what the column is sorted by
    };

    explicit ElementModel(const Clock &clock = Clock::system(), QObject *parent = nullptr);

    /// Shows @p job; the same job again changes only what has changed.
    void setJob(const Job &job);
    void clear();
    /// How far the script of @p task says it is.
    void setProgress(qint64 task, const LiveProgress &progress);
    /// Times have grown.
    void tick();

    [[nodiscard]] const QList<Element> &elements() const { return m_elements; }
    [[nodiscard]] const ElementCounts &counts() const { return m_counts; }
    [[nodiscard]] const JobSpec &spec() const { return m_spec; }
    [[nodiscard]] int columnOf(Field field) const;
    /// nullptr, invalid: there is no such element.
    [[nodiscard]] const Element *element(int number) const;
    [[nodiscard]] QModelIndex indexOf(int number) const;
    /// In words, for people who point at it.
    [[nodiscard]] QString tipOf(const Element &element) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    void countsChanged();

private:
    /// A parameter's column, counted from 0; -1: it is another one.
    [[nodiscard]] int parameterOf(int column) const;
    [[nodiscard]] Field fieldOf(int column) const;
    [[nodiscard]] QVariant shown(const Element &element, int column) const;
    [[nodiscard]] QVariant sorted(const Element &element, int column) const;
    void findNumbers();

    const Clock &m_clock;
    JobId m_job = {};
    JobSpec m_spec;
    QStringList m_names;        ///< of the parameters
    QList<bool> m_areNumbers;   ///< by parameter: all its values are
    QList<Element> m_elements;  ///< ascending
    QHash<qint64, int> m_rows;  ///< by task
    QHash<qint64, LiveProgress> m_progress; ///< by task
    ElementCounts m_counts;
};

/// Of the elements those that one wants to see.
class ElementFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ElementFilter(ElementModel &elements, QObject *parent = nullptr);

    /// None: all.
    void setStates(ElementStates states);
    [[nodiscard]] ElementStates states() const { return m_states; }
    /// Looked for in numbers and parameters.
    void setText(const QString &text);
    [[nodiscard]] bool isNarrow() const { return m_states.toInt() != 0 || !m_text.isEmpty(); }
    [[nodiscard]] QModelIndex indexOf(int number) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    ElementModel &m_elements;
    ElementStates m_states = {};
    QString m_text;
};

} // namespace punchcard
