import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { imageUrl } from "@web/core/utils/urls";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const MODEL = "cattle.animal.photo";

/**
 * The photos of an animal side by side, with a gap for each that is missing.
 *
 * A click opens the viewer of the web client: large, with zoom and the next photo.
 */
export class PhotoGalleryField extends Component {
    static template = "cattle_insurance.PhotoGalleryField";
    static props = {
        ...standardFieldProps,
        expected: { type: Array, optional: true },
    };
    static defaultProps = { expected: [] };

    setup() {
        this.viewer = useFileViewer();
    }

    get list() {
        return this.props.record.data[this.props.name];
    }

    get kinds() {
        return new Map(this.list.fields.kind.selection);
    }

    get photos() {
        const order = [...this.kinds.keys()];
        return this.list.records
            .map((record) => this.describe(record))
            .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    }

    get missing() {
        const present = new Set(this.list.records.map((record) => record.data.kind));
        return this.props.expected
            .filter((kind) => !present.has(kind))
            .map((kind) => this.kinds.get(kind));
    }

    /** Return a photo in the words of the file viewer. */
    describe({ resId, data }) {
        const source = imageUrl(MODEL, resId, "image");
        return {
            id: resId,
            kind: data.kind,
            name: this.kinds.get(data.kind),
            caption: data.taken_at ? formatDateTime(data.taken_at) : _t("time unknown"),
            thumbnail: imageUrl(MODEL, resId, "image_256"),
            isImage: true,
            isViewable: true,
            defaultSource: source,
            downloadUrl: imageUrl(MODEL, resId, "image", { download: true }),
        };
    }

    enlarge(index) {
        const photos = this.photos;
        this.viewer.open(photos[index], photos);
    }
}

export const photoGalleryField = {
    component: PhotoGalleryField,
    displayName: _t("Photo gallery"),
    supportedTypes: ["one2many", "many2many"],
    useSubView: true,
    extractProps: ({ options }) => ({ expected: options.expected }),
};

registry.category("fields").add("cattle_photo_gallery", photoGalleryField);
