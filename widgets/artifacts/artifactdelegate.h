// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/filekind.h"
#include "widgets/look/rowdelegate.h"

namespace punchcard {

/// The icon of a file of @p kind, as look::icon() names it.
[[nodiscard]] QString iconNameOf(FileKind kind);

/// Draws a row of what came back: its kind, its name cut in the middle, its size or what became of it, and a thin bar below
/// while it is under way.
class ArtifactDelegate : public look::RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

    /// Where the button lies that pauses what is shown in @p option, an artifact that can be paused.
    [[nodiscard]] static QRect pauseButton(const QRect &row);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

signals:
    void pauseClicked(const QModelIndex &artifact);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) override;
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace punchcard
