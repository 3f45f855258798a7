// SPDX-License-Identifier: MIT
#include "core/lint/problemmodel.h"

#include <algorithm>

namespace punchcard {

void ProblemModel::setFindings(QList<Finding> findings)
{
    if (findings.isEmpty() && m_findings.isEmpty())
        return;
    beginResetModel();
    m_findings = std::move(findings);
    endResetModel();
}

int ProblemModel::count(Finding::Level level) const
{
    return int(std::ranges::count(m_findings, level, &Finding::level));
}

int ProblemModel::rowAt(qsizetype position, int line) const
{
    int best = -1;
    bool bestHolds = false;
    for (int row = 0; row < m_findings.size(); ++row) {
        const Finding &finding = m_findings.at(row);
        const bool holds = position >= finding.start && position <= finding.end;
        if (!holds && finding.line != line)
            continue;
        const bool better = best < 0 || std::pair(!holds, finding.level) < std::pair(!bestHolds, m_findings.at(best).level);
        if (better) {
            best = row;
            bestHolds = holds;
        }
    }
    return best;
}

void ProblemModel::follow(qsizetype position, qsizetype removed, qsizetype added, int line, int lines)
{
    if (m_findings.isEmpty())
        return;
    for (Finding &finding : m_findings) {
        finding.follow(position, removed, added);
        if (lines != 0 && finding.line > line)
            finding.line = qMax(line, finding.line + lines);
    }
    emit dataChanged(index(0, 0), index(int(m_findings.size()) - 1, Columns - 1));
}

int ProblemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_findings.size());
}

int ProblemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Columns;
}

QVariant ProblemModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Finding &finding = m_findings.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Message)
            return finding.message;
        return index.column() == Rule ? QVariant(finding.rule()) : QVariant(finding.line);
    case Qt::ToolTipRole: return finding.message;
    case Qt::AccessibleTextRole:
        //: A problem in a script: how grave, in which line, what, which rule.
        return tr("%1 in line %2: %3 (%4)").arg(levelText(finding.level)).arg(finding.line).arg(finding.message, finding.rule());
    case LevelRole: return int(finding.level);
    case LineRole: return finding.line;
    case StartRole: return finding.start;
    case EndRole: return finding.end;
    case FixableRole: return !finding.fix.isEmpty();
    case PageRole: return finding.page();
    case RuleRole: return finding.rule();
    default: return {};
    }
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Message: return tr("Problem");
    case Rule: return tr("Rule");
    case Line: return tr("Line");
    default: return {};
    }
}

QString levelText(Finding::Level level)
{
    switch (level) {
    case Finding::Level::Error: return ProblemModel::tr("Error");
    case Finding::Level::Warning: return ProblemModel::tr("Warning");
    case Finding::Level::Info: return ProblemModel::tr("Info");
    case Finding::Level::Style: break;
    }
    return ProblemModel::tr("Style");
}

} // namespace punchcard
