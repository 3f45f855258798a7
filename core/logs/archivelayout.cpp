// SPDX-License-Identifier: MIT
#include "core/logs/archivelayout.h"

#include <QRegularExpression>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype cutLength = 50; // Shorter names are never cut.

// What survives every way of mangling a name.
QString keyOf(const QString &name)
{
    QString key;
    for (const QChar c : name) {
        if (c.isLetterOrNumber() || c.isSurrogate())
            key += c;
    }
    return key;
}

} // namespace

ArchiveLayout::ArchiveLayout(const QList<TaskInfo> &tasks)
{
    for (const TaskInfo &task : tasks)
        m_keys.append(keyOf(task.name));
}

void ArchiveLayout::add(const QString &name)
{
    static const QRegularExpression whole(u"^(-?)[0-9]+_([^/]+)\\.txt$"_s);
    static const QRegularExpression step(u"^([^/]+)/([0-9]{1,9})_[^/]*\\.txt$"_s);
    const qint64 entry = m_count++;
    if (const QRegularExpressionMatch match = whole.match(name); match.hasMatch())
        (match.capturedView(1).isEmpty() ? m_wholes : m_legacy).insert(match.captured(2), entry);
    else if (const QRegularExpressionMatch inFolder = step.match(name); inFolder.hasMatch())
        m_folders[inFolder.captured(1)].append({.entry = entry, .number = inFolder.capturedView(2).toInt()});
}

// The only task that @p name can mean.
std::optional<qsizetype> ArchiveLayout::taskOf(const QString &name) const
{
    const QString key = keyOf(name);
    const qsizetype equal = m_keys.count(key);
    if (equal > 0)
        return equal == 1 ? std::optional(m_keys.indexOf(key)) : std::nullopt;
    if (name.size() < cutLength)
        return std::nullopt;
    const auto begins = [&key](const QString &task) { return task.startsWith(key); };
    if (std::ranges::count_if(m_keys, begins) != 1)
        return std::nullopt;
    return std::ranges::find_if(m_keys, begins) - m_keys.begin();
}

// Tasks by index, and which of @p names mean them.
QHash<qsizetype, QList<QString>> ArchiveLayout::claims(const QList<QString> &names) const
{
    QHash<qsizetype, QList<QString>> result;
    for (const QString &name : names) {
        if (const std::optional<qsizetype> task = taskOf(name))
            result[*task].append(name);
    }
    // A run of one task whose name was mangled beyond recognition.
    if (result.isEmpty() && names.size() == 1 && m_keys.size() == 1)
        result[0].append(names.first());
    return result;
}

QHash<qint64, ArchiveRole> ArchiveLayout::roles() const
{
    QHash<qint64, ArchiveRole> result;
    QSet<qsizetype> known;
    for (const auto *wholes : {&m_wholes, &m_legacy}) {
        const auto byTask = claims(wholes->uniqueKeys());
        for (const auto &[task, names] : byTask.asKeyValueRange()) {
            const bool unmistakable = names.size() == 1 && wholes->count(names.first()) == 1;
            if (known.contains(task) || !unmistakable)
                continue;
            known.insert(task);
            result.insert(wholes->value(names.first()), {.task = task});
        }
    }
    const auto byTask = claims(m_folders.keys());
    for (const auto &[task, names] : byTask.asKeyValueRange()) {
        if (names.size() != 1)
            continue;
        const QList<Step> steps = m_folders.value(names.first());
        QSet<int> numbers;
        for (const Step &step : steps)
            numbers.insert(step.number);
        if (numbers.size() != steps.size())
            continue; // Two files of one step: which is it?
        for (const Step &step : steps)
            result.insert(step.entry, {.task = task, .step = step.number});
    }
    return result;
}

} // namespace punchcard
