using System.Globalization;
using HieImaging.Dicom;

namespace HieImaging.PretendFacility.Phantoms;

/// <summary>The data set of one phantom picture: the modules that its IOD asks for (PS3.3 A.2, A.3, A.4).</summary>
internal static class PhantomInstance
{
    public static DicomDataset Of(PhantomStudy study, int series, int instance)
    {
        var kind = study.Series[series];
        var image = new DicomDataset
        {
            { DicomTag.SpecificCharacterSet, "ISO_IR 192" },
            { DicomTag.SOPClassUID, kind.SopClass },
            { DicomTag.SOPInstanceUID, study.SopUid(series, instance) },
            { DicomTag.StudyInstanceUID, study.StudyUid },
            { DicomTag.SeriesInstanceUID, study.SeriesUid(series) },
            { DicomTag.PatientName, study.Person.Name },
            { DicomTag.PatientID, study.PatientId },
            { DicomTag.PatientSex, study.Person.Sex },
            { DicomTag.AccessionNumber, study.Accession },
            { DicomTag.StudyID, study.Accession },
            { DicomTag.StudyDescription, study.Description },
            { DicomTag.SeriesDescription, kind.Description },
            { DicomTag.Modality, kind.Modality },
            { DicomTag.SeriesNumber, series + 1 },
            { DicomTag.InstanceNumber, instance + 1 },
            { DicomTag.Manufacturer, "Pretend Facility" },
            { DicomTag.InstitutionName, study.Hospital },
            { DicomTag.ImageType, "ORIGINAL", "PRIMARY", "AXIAL" },
        };
        image.AddOrUpdate(DicomTag.PatientBirthDate, study.Person.Born);
        image.AddOrUpdate(DicomTag.ReferringPhysicianName);
        AddTimes(image, study.Started.AddMinutes(4 * series), study.Started);
        AddPixels(image, kind, instance);
        if (kind.Modality == "CR")
            AddProjection(image, kind);
        else
            AddSlice(image, study, kind, instance);
        return image;
    }

    private static void AddTimes(DicomDataset image, DateTime series, DateTime study)
    {
        image.AddOrUpdate(DicomTag.StudyDate, DateOnly.FromDateTime(study));
        image.AddOrUpdate(DicomTag.StudyTime, study.ToString("HHmmss", CultureInfo.InvariantCulture));
        image.AddOrUpdate(DicomTag.SeriesDate, DateOnly.FromDateTime(series));
        image.AddOrUpdate(DicomTag.SeriesTime, series.ToString("HHmmss", CultureInfo.InvariantCulture));
        image.AddOrUpdate(DicomTag.ContentDate, DateOnly.FromDateTime(series));
        image.AddOrUpdate(DicomTag.ContentTime, series.ToString("HHmmss", CultureInfo.InvariantCulture));
    }

    private static void AddPixels(DicomDataset image, PhantomSeries kind, int instance)
    {
        var depth = kind.Instances == 1 ? 0.5 : (double)instance / (kind.Instances - 1);
        image.Add(DicomTag.SamplesPerPixel, 1);
        image.Add(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        image.Add(DicomTag.Rows, kind.Size);
        image.Add(DicomTag.Columns, kind.Size);
        image.Add(DicomTag.BitsAllocated, 16);
        image.Add(DicomTag.BitsStored, 12);
        image.Add(DicomTag.HighBit, 11);
        image.Add(DicomTag.PixelRepresentation, 0);
        image.AddOrUpdate(DicomTag.PixelData, PhantomPicture.Draw(kind.Size, depth));
    }

    private static void AddProjection(DicomDataset image, PhantomSeries kind)
    {
        image.Add(DicomTag.BodyPartExamined, "CHEST");
        image.Add(DicomTag.ViewPosition, kind.Description.Contains("lateral", StringComparison.OrdinalIgnoreCase) ? "LL" : "PA");
        image.AddOrUpdate(DicomTag.PatientOrientation, "L", "F");
        image.AddOrUpdate(DicomTag.ImagerPixelSpacing, 1.5, 1.5);
        image.AddOrUpdate(DicomTag.WindowCenter, 1100.0);
        image.AddOrUpdate(DicomTag.WindowWidth, 2200.0);
    }

    private static void AddSlice(DicomDataset image, PhantomStudy study, PhantomSeries kind, int instance)
    {
        var (spacing, half) = (230.0 / kind.Size, 115.0);
        image.Add(DicomTag.FrameOfReferenceUID, study.FrameOfReferenceUid);
        image.AddOrUpdate(DicomTag.PositionReferenceIndicator);
        image.Add(DicomTag.BodyPartExamined, "HEAD");
        image.Add(DicomTag.PatientPosition, "HFS");
        image.AddOrUpdate(DicomTag.ImagePositionPatient, -half, -half, -5.0 * instance);
        image.AddOrUpdate(DicomTag.ImageOrientationPatient, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0);
        image.AddOrUpdate(DicomTag.PixelSpacing, Math.Round(spacing, 6), Math.Round(spacing, 6));
        image.AddOrUpdate(DicomTag.SliceThickness, 5.0);
        image.Add(DicomTag.AcquisitionNumber, 1);
        if (kind.Modality == "CT")
        {
            image.AddOrUpdate(DicomTag.KVP, 120.0);
            image.AddOrUpdate(DicomTag.RescaleIntercept, -1024.0);
            image.AddOrUpdate(DicomTag.RescaleSlope, 1.0);
            image.Add(DicomTag.RescaleType, "HU");
            image.AddOrUpdate(DicomTag.WindowCenter, 40.0);
            image.AddOrUpdate(DicomTag.WindowWidth, 300.0);
        }
        else
        {
            image.Add(DicomTag.ScanningSequence, "SE");
            image.Add(DicomTag.SequenceVariant, "NONE");
            image.Add(DicomTag.MRAcquisitionType, "2D");
            image.AddOrUpdate(DicomTag.RepetitionTime, 500.0);
            image.AddOrUpdate(DicomTag.EchoTime, 15.0);
            image.AddOrUpdate(DicomTag.WindowCenter, 1050.0);
            image.AddOrUpdate(DicomTag.WindowWidth, 400.0);
        }
    }
}
