// SPDX-License-Identifier: MIT
#include "widgets/artifacts/artifactdelegate.h"

#include "core/models/artifactmodel.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QMouseEvent>
#include <QPainter>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int barHeight = 2;

bool isArtifact(const QModelIndex &index)
{
    return index.data(ArtifactModel::ItemRole).toLongLong() != 0;
}

bool isPausable(const QModelIndex &index)
{
    return index.column() == ArtifactModel::Name && index.data(ArtifactModel::PausableRole).toBool();
}

// What became of an artifact that is not simply here; empty: its size says enough.
QString fateOf(const QModelIndex &index)
{
    if (index.data(ArtifactModel::PausedRole).toBool())
        return ArtifactDelegate::tr("Paused");
    const qint64 done = index.data(ArtifactModel::DoneRole).toLongLong();
    const qint64 total = index.data(ArtifactModel::TotalRole).toLongLong();
    if (done >= 0 && total > 0)
        return ArtifactDelegate::tr("%1 %", "of a download").arg(done * 100 / total);
    switch (Item::State(index.data(ArtifactModel::StateRole).toInt())) {
    case Item::State::Wanted: return ArtifactDelegate::tr("Waiting");
    case Item::State::Refused: return ArtifactDelegate::tr("Incomplete");
    case Item::State::Gone: return ArtifactDelegate::tr("Gone");
    case Item::State::PartlyHere:
    case Item::State::Here: break;
    }
    return {};
}

std::optional<look::Tone> toneOf(const QModelIndex &index)
{
    if (!isArtifact(index))
        return std::nullopt;
    switch (Item::State(index.data(ArtifactModel::StateRole).toInt())) {
    case Item::State::Wanted: return look::Tone::Muted;
    case Item::State::PartlyHere: return look::Tone::Running;
    case Item::State::Refused: return look::Tone::Warning;
    case Item::State::Gone: return look::Tone::Muted;
    case Item::State::Here: break;
    }
    return std::nullopt;
}

} // namespace

QString iconNameOf(FileKind kind)
{
    switch (kind) {
    case FileKind::Folder: return u"folder"_s;
    case FileKind::Text:
    case FileKind::Document: return u"file-text"_s;
    case FileKind::Script: return u"script"_s;
    case FileKind::Program: return u"file-binary"_s;
    case FileKind::Image: return u"file-image"_s;
    case FileKind::Archive: return u"file-archive"_s;
    case FileKind::Sound:
    case FileKind::Film:
    case FileKind::Data: return u"file"_s;
    }
    return u"file"_s;
}

void ArtifactDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    RowDelegate::initStyleOption(option, index);
    // A file's name ends in what it is, an element begins with what it is about.
    const bool isElement = isArtifact(index) && index.data(ArtifactModel::ElementRole).toInt() >= 0;
    option->textElideMode = index.column() == ArtifactModel::Name && !isElement ? Qt::ElideMiddle : Qt::ElideRight;
    const std::optional<look::Tone> tone = toneOf(index.siblingAtColumn(ArtifactModel::Name));
    if (index.column() == ArtifactModel::Name) {
        const FileKind kind = index.data(ArtifactModel::KindRole).value<FileKind>();
        const QString name = isArtifact(index) ? u"artifact"_s : iconNameOf(kind);
        option->icon = tone == look::Tone::Warning ? look::icon(u"warning"_s, *tone) : look::icon(name);
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(look::iconSize, look::iconSize);
        if (isPausable(index)) {
            const int room = pauseButton(option->rect).left() - option->rect.left() - look::iconSize - 3 * look::gap;
            option->text = option->fontMetrics.elidedText(option->text, Qt::ElideMiddle, room);
        }
        if (tone == look::Tone::Muted)
            option->palette.setColor(QPalette::Text, look::colour(*tone, option->palette));
        return;
    }
    const QString fate = tone ? fateOf(index.siblingAtColumn(ArtifactModel::Name)) : QString();
    if (!fate.isEmpty() && index.column() == ArtifactModel::Size)
        option->text = fate;
    option->palette.setColor(QPalette::Text, look::colour(tone.value_or(look::Tone::Muted), option->palette));
}

QRect ArtifactDelegate::pauseButton(const QRect &row)
{
    return {row.right() - look::gap - look::iconSize, row.center().y() - look::iconSize / 2, look::iconSize, look::iconSize};
}

bool ArtifactDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const bool pressed = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
    if (!isPausable(index) || (!pressed && event->type() != QEvent::MouseButtonRelease))
        return RowDelegate::editorEvent(event, model, option, index);
    const auto *mouse = static_cast<QMouseEvent *>(event);
    const QRect button = pauseButton(option.rect).adjusted(-look::halfGap, -look::halfGap, look::halfGap, look::halfGap);
    if (mouse->button() != Qt::LeftButton || !button.contains(mouse->position().toPoint()))
        return RowDelegate::editorEvent(event, model, option, index);
    if (event->type() == QEvent::MouseButtonRelease)
        emit pauseClicked(index);
    return true;
}

void ArtifactDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    RowDelegate::paint(painter, option, index);
    if (isPausable(index)) {
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        const QPalette &colours = option.widget ? option.widget->palette() : option.palette;
        look::paintIcon(*painter, pauseButton(option.rect), index.data(ArtifactModel::PausedRole).toBool() ? u"run"_s : u"pause"_s,
                        chosen ? colours.color(QPalette::HighlightedText) : look::iconColour(colours));
    }
    const qint64 done = index.data(ArtifactModel::DoneRole).toLongLong();
    const qint64 total = index.data(ArtifactModel::TotalRole).toLongLong();
    if (done < 0 || total <= 0 || index.column() != ArtifactModel::Name)
        return;
    const QPalette palette = option.widget ? option.widget->palette() : option.palette;
    const QRectF track(option.rect.left(), option.rect.bottom() - barHeight, option.rect.width() - look::gap, barHeight);
    const QRectF part(track.topLeft(), QSizeF(track.width() * double(done) / double(total), barHeight));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(look::mixed(look::colour(look::Tone::Accent, palette), palette.color(QPalette::Base), 0.25));
    painter->drawRoundedRect(track, 1, 1);
    painter->setBrush(look::colour(look::Tone::Accent, palette));
    painter->drawRoundedRect(part, 1, 1);
    painter->restore();
}

} // namespace punchcard
